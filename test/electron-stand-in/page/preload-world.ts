import type { CloneCodec } from '../clone-codec.ts';
import type { WorldBridge } from './world-bridge.ts';

/** What the stand-in tells the preload about where it runs. */
export interface PreloadSettings {
  /** Name of the function that carries text to the main process. */
  readonly binding: string;
  /** Name of the function by which the main process delivers text. */
  readonly receiver: string;
  /** Path of the preload bundle, for messages about it. */
  readonly preload: string;
  /** What a sandboxed preload sees as `process`. */
  readonly process: Record<string, unknown>;
}

/** The preload bundle as a function of what a CommonJS module sees. */
export type Preload = (
  require: (name: string) => object,
  module: { exports: object },
  exports: object,
  process: Record<string, unknown>,
) => void;

/** A MessagePort of the page; the types of Node name its handlers differently. */
interface Port {
  addEventListener(type: 'close', listener: () => void): void;
  addEventListener(
    type: 'message',
    listener: (event: { data: unknown; ports: readonly Port[] }) => void,
  ): void;
  start(): void;
  postMessage(message: unknown, transfer: readonly Port[]): void;
  close(): void;
}

interface PageEvent {
  readonly sender: object;
  readonly ports: readonly Port[];
}

type Listener = (event: PageEvent, ...args: unknown[]) => void;

/**
 * Runs in the preload's isolated world: gives the preload `require('electron')` and connects it to
 * the main process. Every line on the wire is a JSON header, a newline, and a described value.
 * Self-contained: its source runs in the page.
 */
export function runPreloadWorld(
  page: Record<string, unknown>,
  codec: CloneCodec,
  bridge: WorldBridge,
  settings: PreloadSettings,
  preload: Preload,
): void {
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>();
  const calls = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const ports = new Map<string, Port>();
  let lastId = 0;

  const toMain = (header: unknown[], body: string): void => {
    (page[settings.binding] as (line: string) => void)(`${JSON.stringify(header)}\n${body}`);
  };

  const carry = (port: Port, id: string): void => {
    ports.set(id, port);
    port.addEventListener('message', ({ data, ports: moved }) =>
      toMain(['port', id, adopt(moved)], codec.encode(data)),
    );
    port.start();
    port.addEventListener('close', () => {
      if (ports.delete(id)) toMain(['close', id], '');
    });
  };

  const adopt = (moved: readonly Port[]): string[] =>
    moved.map((port) => {
      const id = `page-${++lastId}`;
      carry(port, id);
      return id;
    });

  const arrive = (ids: readonly string[]): Port[] =>
    ids.map((id) => {
      const { port1, port2 } = new MessageChannel() as unknown as Record<'port1' | 'port2', Port>;
      carry(port1, id);
      return port2;
    });

  const emit = (channel: string, ids: readonly string[], body: string): void => {
    const event: PageEvent = { sender: ipcRenderer, ports: arrive(ids) };
    const args = codec.decode(body) as unknown[];
    for (const { listener, once } of listeners.get(channel) ?? []) {
      if (once) ipcRenderer.removeListener(channel, listener);
      listener(event, ...args);
    }
  };

  const answerCall = (id: number, resolved: boolean, body: string): void => {
    const call = calls.get(id);
    calls.delete(id);
    if (resolved) call?.resolve(codec.decode(body));
    else call?.reject(new Error(String(codec.decode(body))));
  };

  const receive = (line: string): void => {
    const split = line.indexOf('\n');
    const header = JSON.parse(line.slice(0, split)) as [string, ...unknown[]];
    const body = line.slice(split + 1);
    if (header[0] === 'message') emit(header[1] as string, header[2] as string[], body);
    else if (header[0] === 'reply') answerCall(header[1] as number, header[2] as boolean, body);
    else if (header[0] === 'port') {
      ports
        .get(header[1] as string)
        ?.postMessage(codec.decode(body), arrive(header[2] as string[]));
    } else {
      const port = ports.get(header[1] as string);
      ports.delete(header[1] as string);
      port?.close();
    }
  };

  const listen = (channel: string, listener: Listener, once: boolean): object => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }]);
    return ipcRenderer;
  };

  const ipcRenderer = {
    on: (channel: string, listener: Listener) => listen(channel, listener, false),
    addListener: (channel: string, listener: Listener) => listen(channel, listener, false),
    once: (channel: string, listener: Listener) => listen(channel, listener, true),
    off: (channel: string, listener: Listener) => ipcRenderer.removeListener(channel, listener),
    removeListener: (channel: string, listener: Listener): object => {
      const left = (listeners.get(channel) ?? []).filter((known) => known.listener !== listener);
      listeners.set(channel, left);
      return ipcRenderer;
    },
    removeAllListeners: (channel: string): object => {
      listeners.delete(channel);
      return ipcRenderer;
    },
    send: (channel: string, ...args: unknown[]) =>
      toMain(['send', channel, []], codec.encode(args)),
    postMessage: (channel: string, message: unknown, transfer: readonly Port[] = []) => {
      const body = codec.encode([message]);
      toMain(['send', channel, adopt(transfer)], body);
    },
    invoke: (channel: string, ...args: unknown[]): Promise<unknown> => {
      const id = ++lastId;
      const body = codec.encode(args);
      return new Promise((resolve, reject) => {
        calls.set(id, { resolve, reject });
        toMain(['invoke', id, channel], body);
      });
    },
  };

  const contextBridge = {
    exposeInMainWorld: (name: string, api: unknown): void => {
      const problem = bridge.ask(['expose', name, bridge.wrap(api)]);
      if (problem !== '') throw new Error(problem);
    },
  };

  const refuseUnknown = (what: string, known: object): object =>
    new Proxy(known, {
      get: (target, key) => {
        if (key in target || typeof key === 'symbol') return Reflect.get(target, key) as unknown;
        if (key === '__esModule' || key === 'then') return undefined;
        throw new Error(`The Electron stand-in has no ${what}.${key} for ${settings.preload}.`);
      },
    });

  const electron = refuseUnknown('electron', {
    contextBridge: refuseUnknown('contextBridge', contextBridge),
    ipcRenderer: refuseUnknown('ipcRenderer', ipcRenderer),
  });

  const require = (name: string): object => {
    if (name === 'electron' || name === 'electron/renderer') return electron;
    throw new Error(`module not found: ${name} (a sandboxed preload can require only electron)`);
  };

  const run = (): void => {
    const module = { exports: {} };
    try {
      preload(require, module, module.exports, settings.process);
    } catch (error) {
      toMain(['preload-error'], codec.encode(error));
    }
  };

  bridge.onMessage(([verb, , body]) => {
    toMain([verb], codec.encode(bridge.unwrap(body)));
    return '';
  });
  page[settings.receiver] = (lines: string[]) => lines.forEach(receive);
  run();
}
