import type { CommandEffect } from './node-commands.ts';

type Sending = Extract<CommandEffect, { readonly kind: 'send' }>;

/** Asks a node who it is, and again each beat (milliseconds) until it has said so. */
export function greeter(beatMs: number) {
  let nextAt: number | null = null;
  let count = 0;
  return {
    get nextAt() {
      return nextAt;
    },
    /** Begins to ask, or goes on where it is time to. */
    ask(at: number): Sending[] {
      if (nextAt !== null && at < nextAt) return [];
      nextAt = at + beatMs;
      count += 1;
      // It is no person's command, so nobody waits for its answer.
      return [{ kind: 'send', command: { t: 'ping', id: `greeting-${count}` } }];
    },
    stop(): void {
      nextAt = null;
    },
  };
}

/**
 * Asks a node for an answer when nothing was sent to it for `everyMs`: a node that hears nothing for
 * ten seconds takes itself to be alone, and the answer tells how long the way is.
 */
export function keepAlive(everyMs: number) {
  let sentAt = 0;
  let count = 0;
  let asked: { readonly id: string; readonly at: number } | null = null;
  return {
    get deadline() {
      return sentAt + everyMs;
    },
    /** Something was sent. */
    sent(at: number): void {
      sentAt = at;
    },
    elapse(at: number): Sending[] {
      if (at < sentAt + everyMs) return [];
      sentAt = at;
      count += 1;
      asked = { id: `alive-${count}`, at };
      return [{ kind: 'send', command: { t: 'ping', id: asked.id } }];
    },
    answered(id: string, at: number): CommandEffect[] {
      if (asked?.id !== id) return [];
      const ms = at - asked.at;
      asked = null;
      return [{ kind: 'round-trip', order: 'ping', ms }];
    },
  };
}
