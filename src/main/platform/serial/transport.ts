/** Why a stream of bytes ended. */
export type CloseReason =
  | { readonly kind: 'closed' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly error: Error };

/** One connection to a device. Single-use: after its end a new one must be opened. */
export interface ByteStream {
  /** Starts the flow of bytes; nothing that arrived before is lost. Call once. */
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called exactly once, also when the stream had ended before. Call once. */
  onClose(listener: (reason: CloseReason) => void): void;
  /** Resolves when the operating system took all bytes. Rejects when the stream ended first. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the stream; resolves when the port or socket is free again. May be called again. */
  close(): Promise<void>;
}

/** A way to a device: cable, network or memory. The link neither knows nor cares which. */
export interface Transport {
  /** The endpoint's text, for logs and screens. */
  readonly name: string;
  /** Opens a new connection. Rejects when that fails, or when `signal` is aborted first. */
  open(signal: AbortSignal): Promise<ByteStream>;
}

/** The one-time end of a stream, for a listener that may come before or after it. */
export function closeSignal() {
  let reason: CloseReason | null = null;
  let listener: ((reason: CloseReason) => void) | null = null;
  return {
    get ended() {
      return reason !== null;
    },
    /** Only the first end counts: an unplugged port reports several. */
    end(why: CloseReason): void {
      if (reason) return;
      reason = why;
      listener?.(why);
    },
    onClose(next: (reason: CloseReason) => void): void {
      if (reason) next(reason);
      else listener = next;
    },
  };
}
