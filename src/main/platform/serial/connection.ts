import type { Clock } from '#platform/clock/clock.ts';
import { baudHint } from './baud-hint.ts';
import type { DecodeEvent, Decoder } from './codec.ts';
import type { DownReason } from './link-state.ts';
import { silenceWatchdog } from './silence-watchdog.ts';
import type { ByteStream, CloseReason } from './transport.ts';
import { type LinkErrorCode, writeQueue } from './write-queue.ts';

/** What one connection of a link needs. */
export interface ConnectionOptions<TFrame> {
  readonly name: string;
  readonly clock: Clock;
  readonly stream: ByteStream;
  readonly decoder: Decoder<TFrame>;
  readonly silenceMs: number | null;
  onBytes(count: number): void;
  onEvent(event: DecodeEvent<TFrame>): void;
  onBaudHint(): void;
}

/** One connection from its opening to its end. A link makes a new one each time. */
export interface Connection {
  readonly checkBaud: boolean;
  /** Resolves with the reason as soon as no more bytes flow. */
  readonly ended: Promise<DownReason>;
  /** Resolves when the port or socket is free again, which may be later. */
  readonly freed: Promise<void>;
  send(bytes: Uint8Array): Promise<void>;
  /** Ends it; only the first reason counts. */
  end(reason: DownReason): void;
}

const stallCodes: Partial<Record<LinkErrorCode, DownReason['code']>> = {
  'write-too-old': 'write-stalled',
};

function closedReason(name: string, why: CloseReason): DownReason {
  const message =
    why.kind === 'failed' ? `${name}: ${why.error.message}` : `${name} ended the connection.`;
  return { code: 'lost', message };
}

/** Takes over an open stream. */
export function runConnection<TFrame>(options: ConnectionOptions<TFrame>): Connection {
  const { name, clock, stream, decoder } = options;
  const ended = Promise.withResolvers<DownReason>();
  const freed = Promise.withResolvers<void>();
  let over = false;

  const hint = baudHint(clock, options.onBaudHint);
  const silence =
    options.silenceMs === null ? null : silenceWatchdog(clock, options.silenceMs, onSilence);
  const queue = writeQueue({
    linkName: name,
    clock,
    write: (bytes) => stream.write(bytes),
    onBroken: (code) =>
      end({ code: stallCodes[code] ?? 'lost', message: `${name} does not take bytes.` }),
  });

  function onSilence(): void {
    const seconds = (options.silenceMs ?? 0) / 1000;
    end({ code: 'silent', message: `${name} has not said anything for ${seconds} s.` });
  }

  function end(reason: DownReason): void {
    if (over) return;
    over = true;
    hint[Symbol.dispose]();
    silence?.[Symbol.dispose]();
    queue.stop('link-down');
    ended.resolve(reason);
    freed.resolve(stream.close());
  }

  function onData(bytes: Uint8Array): void {
    // Bytes of a connection that has ended must not reach the next one.
    if (over) return;
    silence?.heard();
    options.onBytes(bytes.length);
    hint.bytes(bytes.length);
    for (const event of decoder.push(bytes)) {
      if (event.kind === 'frame') hint.frame();
      options.onEvent(event);
    }
  }

  stream.onClose((why) => end(closedReason(name, why)));
  stream.onData(onData);
  return {
    get checkBaud() {
      return hint.suspected;
    },
    ended: ended.promise,
    freed: freed.promise,
    send: queue.send,
    end,
  };
}
