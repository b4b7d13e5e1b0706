import { describeReaderFrame, type ReaderFrame } from './reader-frame.ts';

/** Tells which frames of a polled reader are the same as ever, so that the trace shows the others. */
export interface TraceFilter {
  /** Whether this frame says nothing that has not been shown since the last badge. */
  routine(frame: ReaderFrame): boolean;
  /** A new connection: everything is worth showing again. */
  reset(): void;
}

/** A filter for one reader. */
export function traceFilter(): TraceFilter {
  const shown = new Set<string>();
  return {
    routine(frame) {
      if (frame.kind === 'badge' || frame.kind === 'recognised') {
        shown.delete(describeReaderFrame({ kind: 'nothing' }));
        return false;
      }
      if (frame.kind !== 'nothing' && frame.kind !== 'received') return false;
      const text = describeReaderFrame(frame);
      const before = shown.has(text);
      shown.add(text);
      return before;
    },
    reset: () => shown.clear(),
  };
}
