import type { AuthLevel } from '#contract/procedure.ts';
import type { Clock } from '#platform/clock/clock.ts';
import type { Actor, Connection } from '#platform/rpc/context.ts';
import type { IdentityPolicy } from '../policy.ts';
import type { SessionEnd, SessionRow } from './sessions.queries.ts';
import { type SessionView, viewOf } from './session-view.ts';
import { createViewWatch } from './view-watch.ts';

/** Sessions that time has run out for. */
export interface DueSessions {
  /** Without input for too long. */
  readonly idle: readonly string[];
  readonly over: readonly string[];
}

/** Which session each connection of this process holds. Knows no database. */
export interface SessionKeeper {
  /** Gives a connection a session; it lets go when the connection closes. */
  attach(connection: Connection, row: SessionRow): void;
  /**
   * Shows all connections of the session what it is like now. A row read before the console locked
   * does not unlock it; `confirmed` says that the person has just proven who they are.
   */
  update(row: SessionRow, confirmed?: boolean): void;
  /** Locks at once, before the database is told. */
  lock(sessionId: string): void;
  /** Takes the session from its connections; revoked and disabled ones are cut off, too. */
  end(sessionId: string, by: SessionEnd): void;
  /** Input of the person. Answers whether the database should be told, at most every 15 s. */
  touch(sessionId: string): boolean;
  view(connection: Connection): SessionView;
  /** The view now and after each change, until `signal` aborts. */
  watch(connection: Connection, signal: AbortSignal): AsyncGenerator<SessionView>;
  /** Lowers proofs that are no longer fresh, and tells whose time has run out. */
  sweep(): DueSessions;
  readonly heldIds: readonly string[];
  /** The row of a held session. */
  rowOf(sessionId: string): SessionRow | null;
}

interface Held {
  row: SessionRow;
  readonly connections: Set<Connection>;
  /** Monotonic milliseconds. */
  lastInput: number;
  lastStamp: number;
  endsAt: number;
  freshUntil: number;
  level: AuthLevel;
}

/** How long a console may still be told why its session was ended before its link is closed. */
const LAST_WORD_MS = 250;

const STAMP_EVERY_MS = 15_000;

/** `read`, unless it was read before `known` was locked: then it is locked, too. */
function stillLocked(known: SessionRow | undefined, read: SessionRow): SessionRow {
  const lockedAt = known?.locked_at ?? null;
  const unlocked = read.locked_at === null && lockedAt !== null;
  const older = unlocked && Date.parse(read.last_activity) < Date.parse(lockedAt);
  return older ? { ...read, locked_at: lockedAt } : read;
}

/** Keeps the sessions of one process. Deadlines count by the wall clock and by monotonic time; the earlier ends. */
export function createSessionKeeper(clock: Clock, policy: IdentityPolicy): SessionKeeper {
  const held = new Map<string, Held>();
  const sessionOf = new WeakMap<Connection, string>();
  const endedBy = new WeakMap<Connection, SessionEnd>();
  const watching = createViewWatch(view);

  const inMonotonic = (wall: string | null): number =>
    wall === null ? -Infinity : clock.monotonic() + Date.parse(wall) - clock.now().getTime();
  /** When the person last did something, as monotonic time; never in the future. */
  const inputTime = (row: SessionRow): number =>
    Math.min(inMonotonic(row.last_activity), clock.monotonic());

  function levelOf(session: Held): AuthLevel {
    const { fresh_until: wall } = session.row;
    const fresh =
      wall !== null &&
      clock.monotonic() < session.freshUntil &&
      clock.now().getTime() < Date.parse(wall);
    return fresh ? 'fresh' : session.row.level === 'badge' ? 'badge' : 'proven';
  }

  function publish(session: Held): void {
    session.level = levelOf(session);
    const actor: Actor = {
      userId: session.row.user_id,
      sessionId: session.row.id,
      username: session.row.username,
      fullName: session.row.full_name,
      permissions: new Set(session.row.permissions),
      level: session.level,
    };
    for (const connection of session.connections) {
      connection.session = { actor, locked: session.row.locked_at !== null };
      watching.notify(connection);
    }
  }

  function release(connection: Connection): void {
    const id = sessionOf.get(connection);
    sessionOf.delete(connection);
    connection.session = null;
    const session = id === undefined ? undefined : held.get(id);
    if (!session) return;
    session.connections.delete(connection);
    if (session.connections.size === 0) held.delete(session.row.id);
  }

  function adopt(session: Held, row: SessionRow): void {
    session.row = row;
    session.endsAt = inMonotonic(row.ends_at);
    session.freshUntil = inMonotonic(row.fresh_until);
  }

  function hold(row: SessionRow): Held {
    const known = held.get(row.id);
    const now = clock.monotonic();
    const session = known ?? {
      row,
      connections: new Set<Connection>(),
      lastInput: inputTime(row),
      lastStamp: now,
      endsAt: 0,
      freshUntil: 0,
      level: 'badge' as const,
    };
    adopt(session, row);
    held.set(row.id, session);
    return session;
  }

  function view(connection: Connection): SessionView {
    const session = held.get(sessionOf.get(connection) ?? '');
    if (!session) return { kind: 'signed-out', endedBy: endedBy.get(connection) ?? null };
    return viewOf(session.row, session.level, policy.idleLockSeconds);
  }

  return {
    attach(connection, row) {
      if (connection.closed.aborted) return;
      release(connection);
      const session = hold(row);
      session.connections.add(connection);
      sessionOf.set(connection, row.id);
      endedBy.delete(connection);
      connection.closed.addEventListener('abort', () => release(connection), { once: true });
      publish(session);
    },
    update(read, confirmed = false) {
      const row = confirmed ? read : stillLocked(held.get(read.id)?.row, read);
      const session = held.get(row.id);
      if (!session) return;
      session.lastInput = Math.max(session.lastInput, inputTime(row));
      adopt(session, row);
      publish(session);
    },
    lock(sessionId) {
      const session = held.get(sessionId);
      if (!session || session.row.locked_at !== null) return;
      session.row = { ...session.row, locked_at: clock.now().toISOString() };
      publish(session);
    },
    end(sessionId, by) {
      for (const connection of held.get(sessionId)?.connections ?? []) {
        release(connection);
        endedBy.set(connection, by);
        watching.notify(connection);
        if (by !== 'revoked' && by !== 'disabled') continue;
        clock.after(LAST_WORD_MS, () => connection.close('The session was ended.'));
      }
    },
    touch(sessionId) {
      const session = held.get(sessionId);
      if (!session || session.row.locked_at !== null) return false;
      session.lastInput = clock.monotonic();
      if (session.lastInput - session.lastStamp < STAMP_EVERY_MS) return false;
      session.lastStamp = session.lastInput;
      return true;
    },
    view,
    watch: watching.watch,
    sweep() {
      const idle: string[] = [];
      const over: string[] = [];
      const now = clock.monotonic();
      for (const session of held.values()) {
        const { row } = session;
        if (now >= session.endsAt || clock.now().getTime() >= Date.parse(row.ends_at)) {
          over.push(row.id);
        } else if (
          row.locked_at === null &&
          now - session.lastInput >= policy.idleLockSeconds * 1000
        ) {
          idle.push(row.id);
        } else if (levelOf(session) !== session.level) publish(session);
      }
      return { idle, over };
    },
    get heldIds() {
      return [...held.keys()];
    },
    rowOf: (sessionId) => held.get(sessionId)?.row ?? null,
  };
}
