import type { NodeEntry } from '#platform/serial/node-messages.ts';

/** What happened, before it has its number. */
export type JournalLine = Omit<NodeEntry, 't' | 'boot_of' | 'n' | 'ageMs'>;

/** Lines that a node has room for; the oldest go first. */
const ROOM = 1000;
/** Lines sent at once, so that beats and badges find their way between them. */
const LINES_AT_ONCE = 8;

/** A node's own log of what it did alone. Kept over restarts. */
export interface NodeJournal {
  /** Lines that the host has not confirmed. */
  readonly size: number;
  write(line: JournalLine): void;
  /** The host has every line of that run up to `n`. */
  kept(bootOf: string, n: number): void;
  /** The oldest lines that are not confirmed. */
  next(): NodeEntry[];
  /** The node starts anew; numbers begin again. */
  restarted(boot: string): void;
  /** The node does not know any more how long ago the lines were written. */
  loseTime(): void;
}

interface Written {
  readonly line: JournalLine;
  readonly boot_of: string;
  readonly n: number;
  at: number | null;
}

/** An empty log; `now` in monotonic milliseconds. */
export function nodeJournal(now: () => number): NodeJournal {
  let lines: Written[] = [];
  let boot = '';
  let count = 0;

  return {
    get size() {
      return lines.length;
    },
    write(line) {
      count += 1;
      lines = [...lines, { line, boot_of: boot, n: count, at: now() }].slice(-ROOM);
    },
    kept(bootOf, n) {
      lines = lines.filter((entry) => entry.boot_of !== bootOf || entry.n > n);
    },
    next: () =>
      lines.slice(0, LINES_AT_ONCE).map(({ line, boot_of, n, at }) => ({
        t: 'entry',
        boot_of,
        n,
        ageMs: at === null ? null : Math.floor(now() - at),
        ...line,
      })),
    restarted(next) {
      boot = next;
      count = 0;
    },
    loseTime() {
      for (const entry of lines) entry.at = null;
    },
  };
}
