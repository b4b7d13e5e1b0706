import type { Clock } from '#platform/clock/clock.ts';

/** How a node misbehaves with a frame. */
export const frameMischiefs = ['duplicate', 'swap', 'drop', 'corrupt'] as const;
/** One of {@link frameMischiefs}. */
export type FrameMischief = (typeof frameMischiefs)[number];

/** Mischief that strikes again and again. */
export interface LastingMischief {
  readonly mischief: FrameMischief;
  /** How likely each frame is spoilt, from 0 to 1. */
  readonly chance: number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/** A wire that passes frames on and spoils the ones it was told to. */
export interface MischievousWire {
  pass(frame: Uint8Array): void;
  /** Spoils the next frame. */
  spoilNext(mischief: FrameMischief): void;
  /** Spoils frames by chance; `null` for none. */
  spoilOften(lasting: LastingMischief | null): void;
  /** Every frame comes so much later, in milliseconds. */
  slow(ms: number): void;
}

/** A good wire that ends at `send`. */
export function mischievousWire(clock: Clock, send: (bytes: Uint8Array) => void): MischievousWire {
  let next: FrameMischief | null = null;
  let lasting: LastingMischief | null = null;
  let held: Uint8Array | null = null;
  let delayMs = 0;

  function spoil(frame: Uint8Array, mischief: FrameMischief): Uint8Array[] {
    switch (mischief) {
      case 'drop':
        return [];
      case 'duplicate':
        return [frame, frame];
      case 'corrupt':
        return [frame.map((byte, at) => (at === 4 ? byte ^ 1 : byte))];
      case 'swap':
        held = frame;
        return [];
    }
  }

  function strike(): FrameMischief | null {
    const told = next;
    next = null;
    if (told) return told;
    return lasting && lasting.random() < lasting.chance ? lasting.mischief : null;
  }

  function deliver(frame: Uint8Array): void {
    if (delayMs > 0) clock.after(delayMs, () => send(frame));
    else send(frame);
  }

  return {
    pass(frame) {
      const mischief = strike();
      const late = held ? [held] : [];
      held = null;
      const now = mischief ? spoil(frame, mischief) : [frame];
      for (const bytes of [...now, ...late]) deliver(bytes);
    },
    spoilNext(mischief) {
      next = mischief;
    },
    spoilOften(mischief) {
      lasting = mischief;
    },
    slow(ms) {
      delayMs = ms;
    },
  };
}
