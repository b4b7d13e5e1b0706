import { EventEmitter } from 'node:events';
import type { AuthLevel } from '#contract/procedure.ts';
import type { Permission } from '#contract/permissions.ts';
import type { ConsoleConnection } from '#lib/connection/connection.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import type { Database } from '#platform/database/database.ts';
import { silentLog } from '#platform/log/log.ts';
import type { Connection, DisplayHolder, SessionState } from '#platform/rpc/context.ts';
import type { Incident } from '#platform/rpc/incidents.ts';
import type { RpcRouter, RpcServices } from '#platform/rpc/rpc-handler.ts';
import type { sampleContract } from './sample-contract.ts';
import { createSampleRouter } from './sample-router.ts';

/** A console connected over the transport under test, and the core's view of it. */
interface Console {
  readonly console: ConsoleConnection<typeof sampleContract>;
  /** The connection that is served at the moment; another one after a reconnection. */
  serving(): Connection;
}

/** Who is at a console: a person, a wall display, or nobody. */
export type Caller =
  | { readonly session: SessionState | null }
  | { readonly display: DisplayHolder };

/** A wall display whose right stands. */
export const aDisplay: Caller = {
  display: { displayId: '0197b1c0-0000-7000-8000-0000000000d1', name: 'Hall 1' },
};

/** Makes a connection that of `caller`, as identity does. */
export function become(connection: Connection, caller: Caller): void {
  connection.session = 'session' in caller ? caller.session : null;
  connection.display = 'display' in caller ? caller.display : null;
}

/** The bare channel, for what no client of ours would send. */
interface RawChannel {
  send(frame: string | Uint8Array): void;
  /** Stops reading, as a frozen page would. */
  stopReading(): void;
  /** Reads on. A page that does not read does not notice its end, either. */
  readAgain(): void;
  /** Resolves with WebSocket's code, or 0 where the transport has none. */
  readonly closed: Promise<number>;
  /** Resolves with the next frame that is not a heartbeat. */
  nextFrame(): Promise<string>;
}

/** One transport, served with the sample router. */
export interface Harness extends AsyncDisposable {
  openConsole(caller: SessionState | Caller | null): Promise<Console>;
  openRaw(): Promise<RawChannel>;
}

/** What a transport is served from. */
export interface Served {
  readonly router: RpcRouter;
  readonly services: RpcServices;
  readonly events: EventEmitter;
  readonly incidents: Incident[];
}

/** The transport under test, for the parts of the suite. */
export interface Subject extends Served {
  /** Available once the suite has begun. */
  harness(): Harness;
}

/** Builds the sample router with services that remember incidents. */
export function serveSample(database?: Database): Served {
  const events = new EventEmitter();
  events.setMaxListeners(0);
  const incidents: Incident[] = [];
  return {
    router: createSampleRouter({ events }, database),
    events,
    incidents,
    services: {
      log: silentLog,
      clock: systemClock,
      recordIncident: (incident) => void incidents.push(incident),
      limits: { calls: 64, streams: 8, callsPerSecond: 1000, burst: 1000 },
    },
  };
}

/** A session alone is that of a person. */
export const callerOf = (caller: SessionState | Caller | null): Caller =>
  caller === null || 'actor' in caller ? { session: caller } : caller;

/** A session of a person with these rights. */
export function sessionWith(
  permissions: readonly Permission[],
  level: AuthLevel = 'proven',
  locked = false,
): SessionState {
  return {
    locked,
    actor: {
      userId: '0197b1c0-0000-7000-8000-000000000001',
      sessionId: '0197b1c0-0000-7000-8000-000000000002',
      username: 'kim',
      fullName: 'Kim',
      permissions: new Set(permissions),
      level,
    },
  };
}
