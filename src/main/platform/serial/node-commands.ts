import type { NodeCommand, NodeOrder } from './node-orders.ts';

/** How a command ended. Every command ends exactly once. */
export type CommandOutcome =
  /** The node did it. */
  | { readonly kind: 'done' }
  /** The node said no, with its own word for why. */
  | { readonly kind: 'refused'; readonly error: string }
  /** Sent `attempts` times without an answer; the node may or may not have done it. */
  | { readonly kind: 'no-answer'; readonly attempts: number }
  /** A newer command for the same port took its place; it is not repeated any more. */
  | { readonly kind: 'superseded' }
  /** The link went down before the answer; the node may or may not have done it. */
  | { readonly kind: 'link-lost' }
  /** The node started anew before the answer; all its ports are locked. */
  | { readonly kind: 'node-restarted' }
  /** Never sent: the node is not there. */
  | { readonly kind: 'node-offline' }
  /** Never sent: a command of this key is under way. */
  | { readonly kind: 'duplicate-id' }
  /** Never sent: too many commands wait for their answers. */
  | { readonly kind: 'too-many' };

/** How long a node has to answer, in milliseconds of monotonic time. */
export interface CommandRules {
  readonly answerMs: number;
  /** Sendings of one command, the first one included. */
  readonly attempts: number;
  readonly mostPending: number;
}

/** A command to send now, or the end of one. */
export type CommandEffect =
  | { readonly kind: 'send'; readonly command: NodeCommand }
  | { readonly kind: 'command-ended'; readonly id: string; readonly outcome: CommandOutcome }
  /** The node answered; `ms` from the first sending, repetitions included. */
  | { readonly kind: 'round-trip'; readonly order: NodeOrder['t']; readonly ms: number };

interface Pending {
  readonly command: NodeCommand;
  readonly sentAt: number;
  attempts: number;
  deadline: number;
}

/** Commands of one node that wait for their answers. Pure: it is told the time. */
export interface CommandTable {
  start(command: NodeCommand, at: number): CommandEffect[];
  answered(id: string, outcome: CommandOutcome, at: number): CommandEffect[];
  elapse(at: number): CommandEffect[];
  /** Ends all of them. */
  failAll(outcome: CommandOutcome): CommandEffect[];
  readonly deadline: number | null;
}

/** The one thing that an order sets; `null` where a late repetition of it does no harm. */
function target(order: NodeOrder): string | null {
  switch (order.t) {
    case 'release':
    case 'lock':
      return `relay ${order.port}`;
    case 'io-set':
      return `output ${order.number}`;
    case 'show':
      return `display ${order.port}`;
    case 'config':
      return `key ${order.key}`;
    case 'warn':
    case 'config-apply':
    case 'rights-begin':
    case 'rights-add':
    case 'rights-apply':
    case 'rights-drop':
    case 'entries-kept':
    case 'fw-begin':
    case 'fw-data':
    case 'fw-install':
    case 'ping':
      return null;
  }
}

/** Whether `newer` makes a repetition of `older` wrong: a late release must not undo a lock. */
function supersedes(newer: NodeOrder, older: NodeOrder): boolean {
  const set = target(newer);
  return set !== null && set === target(older);
}

/** An empty table. */
export function commandTable(rules: CommandRules): CommandTable {
  const pending = new Map<string, Pending>();

  function end(id: string, outcome: CommandOutcome): CommandEffect[] {
    return pending.delete(id) ? [{ kind: 'command-ended', id, outcome }] : [];
  }

  function start(command: NodeCommand, at: number): CommandEffect[] {
    const refuse = (kind: 'duplicate-id' | 'too-many'): CommandEffect[] => [
      { kind: 'command-ended', id: command.id, outcome: { kind } },
    ];
    if (pending.has(command.id)) return refuse('duplicate-id');
    const older = [...pending.values()].filter((entry) => supersedes(command, entry.command));
    if (pending.size - older.length >= rules.mostPending) return refuse('too-many');
    const ended = older.flatMap((entry) => end(entry.command.id, { kind: 'superseded' }));
    pending.set(command.id, { command, sentAt: at, attempts: 1, deadline: at + rules.answerMs });
    return [...ended, { kind: 'send', command }];
  }

  function overdue(entry: Pending, at: number): CommandEffect[] {
    const { command, attempts } = entry;
    if (attempts >= rules.attempts) return end(command.id, { kind: 'no-answer', attempts });
    entry.attempts += 1;
    entry.deadline = at + rules.answerMs;
    return [{ kind: 'send', command }];
  }

  function answered(id: string, outcome: CommandOutcome, at: number): CommandEffect[] {
    const entry = pending.get(id);
    if (!entry) return [];
    const order = entry.command.t;
    return [{ kind: 'round-trip', order, ms: at - entry.sentAt }, ...end(id, outcome)];
  }

  return {
    start,
    answered,
    elapse: (at) =>
      [...pending.values()]
        .filter((entry) => entry.deadline <= at)
        .flatMap((entry) => overdue(entry, at)),
    failAll: (outcome) => [...pending.keys()].flatMap((id) => end(id, outcome)),
    get deadline() {
      const deadlines = [...pending.values()].map((entry) => entry.deadline);
      return deadlines.length > 0 ? Math.min(...deadlines) : null;
    },
  };
}
