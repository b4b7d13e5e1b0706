import { z } from 'zod';
import { FRAME_SEPARATOR } from '#contract/wire.ts';

const callId = z.string().min(1).max(32);

/**
 * The two messages a console sends: a call, and the cancelling of one. The library's protocol also
 * knows other methods, uploads and streams towards the server; the contract uses none of them, so
 * they are refused as forged.
 */
const message = z.union([
  z.strictObject({
    i: callId,
    p: z.strictObject({
      u: z
        .string()
        .max(256)
        .regex(/^(\/[A-Za-z0-9_-]+)+$/),
      b: z.strictObject({ json: z.unknown().optional(), meta: z.array(z.unknown()).optional() }),
      h: z.strictObject({ 'last-event-id': z.string().max(128) }).optional(),
    }),
  }),
  z.strictObject({ i: callId, t: z.literal(4) }),
]);

/** Whether `text` is a message that our own client could have sent. */
export function isGenuine(text: string): boolean {
  try {
    return message.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** Messages of more than this in one turn of the event loop make their sender wait for the next. */
const PACE_SIZE = 64 * 1024;

/** Collects the messages of one turn of the event loop into one frame. */
export interface FrameBatch {
  /**
   * Adds a message. Resolves at once, or after the frame has left when it is already large, so
   * that a source which never waits cannot starve the rest of the program.
   */
  add(text: string): Promise<void>;
}

/** Batches messages: one frame per message costs twenty times as much as one frame per turn. */
export function frameBatch(send: (frame: string) => void): FrameBatch {
  let texts: string[] = [];
  let size = 0;
  let left: Promise<void> = Promise.resolve();

  function flush(): void {
    const frame = texts.join(FRAME_SEPARATOR);
    texts = [];
    size = 0;
    send(frame);
  }

  return {
    async add(text) {
      if (texts.length === 0) {
        left = new Promise((resolve) => {
          setImmediate(() => {
            flush();
            resolve();
          });
        });
      }
      texts.push(text);
      size += text.length;
      if (size > PACE_SIZE) await left;
    },
  };
}
