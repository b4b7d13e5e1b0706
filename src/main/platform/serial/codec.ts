/**
 * Why bytes were not a frame. `noise`: nothing that looks like a frame; `bad-checksum`: a whole
 * frame whose check does not fit; `bad-shape`: begins like a frame and breaks its rules;
 * `too-long`: no end within the protocol's longest frame.
 */
export const garbageReasons = ['noise', 'bad-checksum', 'bad-shape', 'too-long'] as const;

/** One of {@link garbageReasons}. */
export type GarbageReason = (typeof garbageReasons)[number];

/** Why bytes were no frame, and where it is known, what exactly is wrong with them. */
export interface Garbage {
  readonly kind: 'garbage';
  readonly reason: GarbageReason;
  readonly detail?: string;
}

/** What a decoder found, in the order of the bytes. `bytes` is a copy the receiver may keep. */
export type DecodeEvent<TFrame> =
  | { readonly kind: 'frame'; readonly frame: TFrame; readonly bytes: Uint8Array }
  | (Garbage & { readonly bytes: Uint8Array });

/**
 * Turns a stream of bytes into frames. Bounded: it keeps at most a few longest frames, whatever
 * arrives. The frames found do not depend on how the stream was cut into chunks. Make a new one for
 * each connection, so that half a frame never meets the bytes of the next one.
 */
export interface Decoder<TFrame> {
  /** Takes the next bytes of the stream; the chunk may be reused afterwards. */
  push(chunk: Uint8Array): DecodeEvent<TFrame>[];
  /** Bytes held back until more arrive. */
  readonly buffered: number;
}

/** What became of a frame that one decoder handed to the next. */
export type Mapped<TFrame> = { readonly kind: 'frame'; readonly frame: TFrame } | Garbage;

/** A decoder whose frames are translated; a frame that does not translate is reported as garbage. */
export function mapFrames<TFrom, TTo>(
  decoder: Decoder<TFrom>,
  translate: (frame: TFrom) => Mapped<TTo>,
): Decoder<TTo> {
  return {
    push: (chunk) =>
      decoder
        .push(chunk)
        .map((event) =>
          event.kind === 'frame'
            ? Object.assign(translate(event.frame), { bytes: event.bytes })
            : event,
        ),
    get buffered() {
      return decoder.buffered;
    },
  };
}
