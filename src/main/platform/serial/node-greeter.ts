import type { CommandEffect } from './node-commands.ts';

/** Asks a node who it is, and again each beat (milliseconds) until it has said so. */
export function greeter(beatMs: number) {
  let nextAt: number | null = null;
  let count = 0;
  return {
    get nextAt() {
      return nextAt;
    },
    /** Begins to ask, or goes on where it is time to. */
    ask(at: number): Extract<CommandEffect, { readonly kind: 'send' }>[] {
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
