/** Frames in the order they came, for whoever asks next. */
export interface FrameQueue {
  readonly push: (frame: unknown) => void;
  readonly next: () => Promise<string>;
}

/** Makes a queue that leaves heartbeats out. */
export function frameQueue(): FrameQueue {
  const frames: string[] = [];
  const waiting: ((frame: string) => void)[] = [];
  return {
    push(frame) {
      const text = String(frame);
      if (text === '') return;
      const reader = waiting.shift();
      if (reader) reader(text);
      else frames.push(text);
    },
    next() {
      const frame = frames.shift();
      if (frame !== undefined) return Promise.resolve(frame);
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}
