import type { z } from 'zod';
import type { displayEndedView, displayView } from '#contract/identity/session.ts';
import type { Clock } from '#platform/clock/clock.ts';
import type { Connection } from '#platform/rpc/context.ts';
import { createViewWatch } from '../sessions/view-watch.ts';
import type { PairedDisplay } from './paired-displays.queries.ts';

/** What the browser of a display is told. */
type View = z.infer<typeof displayView> | z.infer<typeof displayEndedView>;

/** Which display each connection of this process is. Knows no database. */
export interface DisplayKeeper {
  /** Makes a connection the display that its token belongs to; null where no display has the token. */
  attach(connection: Connection, row: PairedDisplay | null): void;
  /** Takes over what became of displays; those that are gone are ended. */
  update(rows: readonly PairedDisplay[]): void;
  /** Ends the displays whose time has run out. */
  sweep(): void;
  /** Whether the browser was paired once, its right standing or over. */
  isPaired(connection: Connection): boolean;
  /** The view now and after each change, until `signal` aborts. */
  watch(connection: Connection, signal: AbortSignal): AsyncGenerator<View>;
  readonly heldIds: readonly string[];
}

/** How long a display may be told why its right ended before its link, and all its streams, are closed. */
const LAST_WORD_MS = 250;

const unknown: View = { kind: 'display-ended', how: 'unknown', name: null, at: null };

function viewOf(row: PairedDisplay, now: Date): View {
  const { id, name, locale, sounds, revoked_at, expires_at } = row;
  if (revoked_at) return { kind: 'display-ended', how: 'revoked', name, at: revoked_at };
  if (Date.parse(expires_at) <= now.getTime())
    return { kind: 'display-ended', how: 'expired', name, at: expires_at };
  return { kind: 'display', displayId: id, name, locale, sounds, expiresAt: expires_at };
}

/** Keeps the displays of one process. */
export function createDisplayKeeper(clock: Clock): DisplayKeeper {
  const held = new Map<Connection, PairedDisplay>();
  const views = new WeakMap<Connection, View>();
  const watching = createViewWatch((connection) => views.get(connection) ?? unknown);

  function show(connection: Connection, view: View): void {
    const stood = connection.display !== null;
    views.set(connection, view);
    connection.display =
      view.kind === 'display' ? { displayId: view.displayId, name: view.name } : null;
    watching.notify(connection);
    if (view.kind === 'display') return;
    held.delete(connection);
    if (stood)
      clock.after(LAST_WORD_MS, () => connection.close('The right of the display is over.'));
  }

  return {
    attach(connection, row) {
      if (connection.closed.aborted) return;
      if (row) {
        held.set(connection, row);
        connection.closed.addEventListener('abort', () => held.delete(connection), { once: true });
      }
      show(connection, row ? viewOf(row, clock.now()) : unknown);
    },
    update(rows) {
      const byId = new Map(rows.map((row) => [row.id, row]));
      for (const [connection, before] of held) {
        const row = byId.get(before.id);
        // Paired anew: the token of this browser is worth nothing any more.
        const same = row?.token_hash === before.token_hash;
        show(connection, row && same ? viewOf(row, clock.now()) : unknown);
      }
    },
    sweep() {
      for (const [connection, row] of held) {
        if (Date.parse(row.expires_at) <= clock.now().getTime())
          show(connection, viewOf(row, clock.now()));
      }
    },
    isPaired: (connection) => views.has(connection),
    watch: watching.watch,
    get heldIds() {
      return [...new Set([...held.values()].map(({ id }) => id))];
    },
  };
}
