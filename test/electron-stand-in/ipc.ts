import { cloneCodec } from './clone-codec.ts';
import type { MessagePortMain } from './message-port.ts';
import { type Shared, standInFor } from './unimplemented.ts';

type Handler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown;

/** Stands in for Electron's IpcMain. */
export class IpcMain extends standInFor('ipcMain') {
  readonly #handlers = new Map<string, Handler>();

  /** Answers `ipcRenderer.invoke(channel)`. */
  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.#handlers.set(channel, handler);
  }

  /** Answers one `ipcRenderer.invoke(channel)`. */
  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  /** Stops answering. */
  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** The handler of a channel, for the stand-in and for tests that forge events. */
  handlerOf(channel: string): Handler | undefined {
    return this.#handlers.get(channel);
  }
}

/** The process-wide IPC endpoint. */
export const ipcMain = new IpcMain();

/** What an IPC event is made of. */
export interface IpcSource {
  readonly sender: Electron.WebContents;
  /** The frame that sent the message, or null once it has navigated or gone. */
  readonly senderFrame: () => Electron.WebFrameMain | null;
  readonly ports: readonly MessagePortMain[];
}

function makeEvent({ sender, senderFrame, ports }: IpcSource): Electron.IpcMainEvent {
  const event = {
    type: 'frame',
    frameId: 1,
    processId: sender.getProcessId(),
    sender,
    ports,
    returnValue: undefined,
    defaultPrevented: false,
    preventDefault: () => undefined,
    reply: (channel: string, ...args: unknown[]) => sender.send(channel, ...args),
    get senderFrame() {
      return senderFrame();
    },
  };
  return event as unknown as Electron.IpcMainEvent;
}

/** Hands a message to the listeners of the sender's own endpoint and of the process. */
export function receiveMessage(source: IpcSource, channel: string, body: string): void {
  const event = makeEvent(source);
  const args = cloneCodec.decode(body) as unknown[];
  const own = source.sender.ipc as unknown as IpcMain;
  own.emit(channel, event, ...args);
  ipcMain.emit(channel, event, ...args);
}

/** Runs the handler of a channel; returns whether it succeeded, and the described outcome. */
export async function answerInvoke(
  source: IpcSource,
  channel: string,
  body: string,
): Promise<[resolved: boolean, body: string]> {
  const own = source.sender.ipc as unknown as IpcMain;
  const handler = own.handlerOf(channel) ?? ipcMain.handlerOf(channel);
  const failure = `Error invoking remote method '${channel}': `;
  if (!handler) {
    return [false, cloneCodec.encode(`${failure}Error: No handler registered for '${channel}'`)];
  }
  try {
    const event = makeEvent(source) as unknown as Electron.IpcMainInvokeEvent;
    const result = await handler(event, ...(cloneCodec.decode(body) as unknown[]));
    return [true, cloneCodec.encode(result)];
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error);
    return [false, cloneCodec.encode(`${failure}${String(error)}`)];
  }
}

({}) as IpcMain satisfies Shared<IpcMain, Electron.IpcMain>;
