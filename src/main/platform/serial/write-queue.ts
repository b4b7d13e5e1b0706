import type { Clock } from '#platform/clock/clock.ts';

/** Most bytes that may wait to be written. */
export const MAX_QUEUED_BYTES = 8192;
/** Longest time from `send` to the operating system's having the bytes, in milliseconds. */
const MAX_WRITE_AGE_MS = 1000;

/**
 * Why bytes were not sent. A rejected write is never delivered later; only after `write-failed` and
 * `write-too-old` may the device have seen a beginning of it.
 */
export type LinkErrorCode = 'link-down' | 'queue-full' | 'write-too-old' | 'write-failed';

const explanations: Record<LinkErrorCode, string> = {
  'link-down': 'the device is not connected. Nothing was sent; try again when the link is up',
  'queue-full': 'too much is waiting to be sent. Nothing was sent; send less or try again later',
  'write-too-old': 'the bytes waited for more than a second. Try again',
  'write-failed': 'the port refused the bytes. The link is opened anew; try again',
};

/** Bytes could not be sent over a link. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly code: LinkErrorCode;

  constructor(linkName: string, code: LinkErrorCode, cause?: unknown) {
    super(`${linkName}: ${explanations[code]}.`, cause === undefined ? {} : { cause });
    this.code = code;
  }
}

/** Writes of one connection, in order, none of them ever late. */
export interface WriteQueue {
  /** Resolves when the operating system took the bytes; rejects with {@link LinkError}. */
  send(bytes: Uint8Array): Promise<void>;
  /** Rejects all that waits and all that comes. */
  stop(code: LinkErrorCode): void;
}

interface Waiting {
  readonly bytes: Uint8Array;
  readonly done: PromiseWithResolvers<void>;
  expiry: Disposable;
}

/** What a write queue needs. */
export interface WriteQueueOptions {
  readonly linkName: string;
  readonly clock: Clock;
  write(bytes: Uint8Array): Promise<void>;
  /** A write got stuck or failed: the connection is of no more use. */
  onBroken(code: LinkErrorCode): void;
}

/** A queue for one connection. */
export function writeQueue(options: WriteQueueOptions): WriteQueue {
  const { linkName, clock } = options;
  const waiting: Waiting[] = [];
  let queuedBytes = 0;
  let stopped: LinkErrorCode | null = null;
  let pumping = false;

  function stop(code: LinkErrorCode, cause?: unknown): void {
    if (stopped) return;
    stopped = code;
    for (const entry of waiting.splice(0)) {
      entry.expiry[Symbol.dispose]();
      entry.done.reject(new LinkError(linkName, code, cause));
    }
  }

  function broken(code: LinkErrorCode, cause?: unknown): void {
    if (stopped) return;
    stop(code, cause);
    options.onBroken(code);
  }

  function finish(entry: Waiting): void {
    waiting.shift();
    queuedBytes -= entry.bytes.length;
    entry.expiry[Symbol.dispose]();
    entry.done.resolve();
  }

  function drop(entry: Waiting): void {
    waiting.splice(waiting.indexOf(entry), 1);
    queuedBytes -= entry.bytes.length;
    entry.done.reject(new LinkError(linkName, 'write-too-old'));
  }

  async function pump(): Promise<void> {
    pumping = true;
    for (let entry = waiting[0]; entry; entry = waiting[0]) {
      entry.expiry[Symbol.dispose]();
      // A write that has begun cannot be taken back, only cut off.
      entry.expiry = clock.after(MAX_WRITE_AGE_MS, () => broken('write-too-old'));
      try {
        await options.write(entry.bytes);
      } catch (error) {
        broken('write-failed', error);
      }
      if (stopped) break;
      finish(entry);
    }
    pumping = false;
  }

  async function send(bytes: Uint8Array): Promise<void> {
    if (stopped) throw new LinkError(linkName, stopped);
    if (queuedBytes + bytes.length > MAX_QUEUED_BYTES) throw new LinkError(linkName, 'queue-full');
    const done = Promise.withResolvers<void>();
    const entry: Waiting = {
      bytes: bytes.slice(),
      done,
      expiry: clock.after(MAX_WRITE_AGE_MS, () => drop(entry)),
    };
    waiting.push(entry);
    queuedBytes += bytes.length;
    if (!pumping) void pump();
    return done.promise;
  }

  return { send, stop };
}
