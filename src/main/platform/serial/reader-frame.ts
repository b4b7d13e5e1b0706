import type { BadgeUid } from './badge-uid.ts';

/** What a reader of a known make said. */
export type ReaderReading =
  | { readonly kind: 'badge'; readonly uid: BadgeUid }
  /** Asked, and no badge lies on it. */
  | { readonly kind: 'nothing' }
  /** It did one step of waking up; `step` is the profile's name for it. */
  | { readonly kind: 'ready'; readonly step: string }
  /** It has the question; the answer follows. */
  | { readonly kind: 'received' }
  /** It did not take the question. */
  | { readonly kind: 'refused'; readonly why: string };

/** What a reader said, also while it is not yet known which make it is. */
export type ReaderFrame =
  | ReaderReading
  /** A good frame of `make`, the first one: no badge yet, only a hint. */
  | { readonly kind: 'candidate'; readonly make: string }
  /** The frame that settled which make it is. */
  | { readonly kind: 'recognised'; readonly make: string; readonly reading: ReaderReading };

/** What a frame says once it no longer matters how its make was found; `null` for a mere hint. */
export function readingOf(frame: ReaderFrame): ReaderReading | null {
  if (frame.kind === 'candidate') return null;
  return frame.kind === 'recognised' ? frame.reading : frame;
}

/** A frame in words, for the trace. */
export function describeReaderFrame(frame: ReaderFrame): string {
  switch (frame.kind) {
    case 'badge':
      return `${frame.uid.technology} ${frame.uid.hex}`;
    case 'nothing':
      return 'no badge';
    case 'ready':
      return `ready: ${frame.step}`;
    case 'received':
      return 'question received';
    case 'refused':
      return `question refused: ${frame.why}`;
    case 'candidate':
      return `may be ${frame.make}; one more frame will tell`;
    case 'recognised':
      return `recognised as ${frame.make}: ${describeReaderFrame(frame.reading)}`;
  }
}
