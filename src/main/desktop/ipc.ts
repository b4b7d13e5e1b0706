import { ipcMain, type IpcMainInvokeEvent, type WebContents, type WebFrameMain } from 'electron';
import { z } from 'zod';
import type { Log } from '#platform/log/log.ts';
import { APP_ORIGIN } from './app-address.ts';

/** Channels on which pages ask the main process, and those on which it speaks to a page. */
export const channels = {
  connect: 'signalbox:connect',
  adopt: 'signalbox:adopt',
} as const;

/** What the main process sends into a page. */
export const announcements = { port: 'signalbox:port', show: 'signalbox:show' } as const;

/** A page of ours, as the checks have found it. */
export interface Sender {
  readonly contents: WebContents;
  readonly frame: WebFrameMain;
}

/** The arguments of each channel; anything else is refused. */
const argumentsOf = {
  [channels.connect]: z.tuple([]),
  [channels.adopt]: z.tuple([z.string().min(16).max(256)]),
} as const;

/** What answers each channel. */
export interface IpcHandlers {
  readonly [channels.connect]: (sender: Sender) => Promise<void>;
  readonly [channels.adopt]: (sender: Sender, handover: string) => Promise<void>;
}

/** The main frame of a page of ours, or why the message does not come from one. */
function checkSender({ senderFrame, sender }: IpcMainInvokeEvent): Sender | string {
  if (senderFrame === null) return 'its frame has gone';
  if (senderFrame !== sender.mainFrame) return 'it comes from an embedded frame';
  if (senderFrame.origin !== APP_ORIGIN) return 'it comes from another origin';
  return { contents: sender, frame: senderFrame };
}

/** What a page learns of a failure: nothing that was in the error. */
const refused = 'The program refused this request.';
const failed = 'The program could not do this. Its log says why.';

function handle<Args extends readonly unknown[]>(
  channel: string,
  schema: z.ZodType<Args>,
  log: Log,
  answer: (sender: Sender, ...args: Args) => Promise<void>,
): void {
  ipcMain.handle(channel, async (event, ...args: unknown[]) => {
    const sender = checkSender(event);
    const given = schema.safeParse(args);
    if (typeof sender === 'string' || !given.success) {
      const why =
        typeof sender === 'string' ? sender : 'its arguments are not those of the channel';
      log.warn('A message of a page was refused', { channel, why });
      throw new Error(refused);
    }
    const answered = await answer(sender, ...given.data).then(
      () => true,
      (error: unknown) => {
        log.error('A message of a page could not be answered', error, { channel });
        return false;
      },
    );
    if (!answered) throw new Error(failed);
  });
}

/** Answers the pages; the only place that listens to them. Disposing stops it. */
export function answerPages(handlers: IpcHandlers, log: Log): Disposable {
  const { connect, adopt } = channels;
  handle(connect, argumentsOf[connect], log, handlers[connect]);
  handle(adopt, argumentsOf[adopt], log, handlers[adopt]);
  return {
    [Symbol.dispose]() {
      for (const channel of Object.values(channels)) ipcMain.removeHandler(channel);
    },
  };
}
