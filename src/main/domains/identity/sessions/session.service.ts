import type { Clock } from '#platform/clock/clock.ts';
import type { Actor, Connection } from '#platform/rpc/context.ts';
import { originOf } from '../audit/audit.service.ts';
import type { IdentityParts } from '../identity-services.ts';
import { newToken, tokenHash } from '../passwords/one-time-secrets.ts';
import { refusal } from '../refusal.ts';
import { type Claimant, stampSignIn } from './credentials.queries.ts';
import type { SessionKeeper } from './session-keeper.ts';
import type { SignedInView } from './session-view.ts';
import {
  confirmSession,
  endSession,
  exchangeHandover,
  findSession,
  findSessionByToken,
  insertSession,
  lockSession,
  type SessionEnd,
  touchSession,
} from './sessions.queries.ts';

/** A session with the code by which a web client takes its token. */
export interface OpenedSession {
  readonly session: SignedInView;
  readonly handover: string;
}

/** Opens, confirms, locks and ends the sessions of connections. */
export interface SessionService {
  /** Opens a session for somebody who has proven, or shown by a badge, who they are. */
  open(connection: Connection, person: Claimant, level: 'badge' | 'proven'): Promise<OpenedSession>;
  /** A proof was given again: unlocks and makes fresh. `badge` unlocks without raising the level. */
  confirm(connection: Connection, actor: Actor, by: 'badge' | 'proof'): Promise<OpenedSession>;
  lock(actor: Actor): Promise<void>;
  touch(actor: Actor): Promise<Date>;
  /** Ends a session; live connections that hold it are told, in this process at once. */
  end(sessionId: string, by: SessionEnd): Promise<void>;
  /** Gives a reconnecting client the session that its token belongs to, if it is open still. */
  attachClient(connection: Connection, clientToken: string): Promise<boolean>;
  /** Exchanges the one-time code of a sign-in for a new client token; null when it does not work. */
  redeemHandover(code: string): Promise<string | null>;
}

const HANDOVER_MS = 60_000;
const isoAfter = (clock: Clock, ms: number): string =>
  new Date(clock.now().getTime() + ms).toISOString();

function handoverOf(clock: Clock) {
  const handover = newToken();
  const fields = {
    handover_hash: tokenHash(handover),
    handover_expires_at: isoAfter(clock, HANDOVER_MS),
  };
  return { handover, fields };
}

/** Makes the service over one process's keeper. */
export function createSessionService(parts: IdentityParts, keeper: SessionKeeper): SessionService {
  const { policy, audit, security } = parts;
  const { clock, database, host } = parts.platform;
  const freshUntil = () => isoAfter(clock, policy.freshSeconds * 1000);

  async function attached(connection: Connection, id: string, handover: string) {
    const row = await database.asSystem('session', (tx) => findSession(tx, id));
    if (!row || row.ended_at !== null) throw refusal('UNAUTHENTICATED');
    if (keeper.rowOf(id)) keeper.update(row, true);
    keeper.attach(connection, row);
    const session = keeper.view(connection);
    if (session.kind !== 'signed-in') throw refusal('UNAUTHENTICATED');
    return { session, handover };
  }

  async function open(connection: Connection, person: Claimant, level: 'badge' | 'proven') {
    const { handover, fields } = handoverOf(clock);
    const previous = connection.session?.actor.sessionId ?? null;
    const at = clock.now();
    const now = at.toISOString();
    // From the same moment: a clock that ticks in between would make the session too long by that.
    const endsAt = new Date(at.getTime() + policy.longestHours * 3_600_000).toISOString();
    const origin = originOf(connection);
    const id = await database.asSystem('sign-in', async (tx) => {
      if (previous) await endSession(tx, previous, 'switch', now);
      const opened = await insertSession(tx, {
        user_id: person.id,
        level,
        fresh_until: level === 'proven' ? freshUntil() : null,
        workstation: connection.workstation,
        transport: connection.transport,
        address: connection.address,
        user_agent: connection.userAgent,
        installation_id: host.installationId,
        created_at: now,
        last_activity: now,
        ends_at: endsAt,
        ...fields,
      });
      await stampSignIn(tx, person.id, now, connection.address);
      await security.record(tx, {
        eventType: 'sign-in',
        userId: person.id,
        success: true,
        appContext: 'identity',
        resourceType: 'session',
        resourceId: opened,
        details: { level, switched: previous !== null },
        origin,
      });
      await audit.record(tx, {
        userId: person.id,
        username: person.username,
        action: 'session.sign-in',
        targetType: 'session',
        targetId: opened,
        details: { level },
        origin,
      });
      return opened;
    });
    if (previous) keeper.end(previous, 'switch');
    return attached(connection, id, handover);
  }

  async function confirm(connection: Connection, actor: Actor, by: 'badge' | 'proof') {
    const { handover, fields } = handoverOf(clock);
    const proven = by === 'proof';
    const confirmed = await database.asSystem('session', (tx) =>
      confirmSession(tx, actor.sessionId, {
        level: proven || actor.level !== 'badge' ? 'proven' : 'badge',
        fresh_until: proven ? freshUntil() : null,
        last_activity: clock.now().toISOString(),
        ...fields,
      }),
    );
    if (!confirmed) throw refusal('UNAUTHENTICATED');
    return attached(connection, actor.sessionId, handover);
  }

  async function end(sessionId: string, by: SessionEnd): Promise<void> {
    const now = clock.now().toISOString();
    await database.asSystem('session', async (tx) => {
      const row = await findSession(tx, sessionId);
      if (!row || !(await endSession(tx, sessionId, by, now))) return;
      await audit.record(tx, {
        userId: row.user_id,
        username: row.username,
        action: 'session.end',
        targetType: 'session',
        targetId: sessionId,
        details: { by },
      });
    });
    keeper.end(sessionId, by);
  }

  return {
    open,
    confirm,
    end,
    async lock(actor) {
      keeper.lock(actor.sessionId);
      const now = clock.now().toISOString();
      await database.asSystem('session', (tx) => lockSession(tx, actor.sessionId, now));
    },
    async touch(actor) {
      if (keeper.touch(actor.sessionId)) {
        const now = clock.now().toISOString();
        await database.asSystem('session', (tx) => touchSession(tx, actor.sessionId, now));
      }
      return new Date(clock.now().getTime() + policy.idleLockSeconds * 1000);
    },
    async attachClient(connection, clientToken) {
      const now = clock.now().toISOString();
      const row = await database.asSystem('session', (tx) =>
        findSessionByToken(tx, tokenHash(clientToken), now),
      );
      if (!row?.is_active) return false;
      keeper.attach(connection, row);
      return true;
    },
    async redeemHandover(code) {
      const token = newToken();
      const now = clock.now().toISOString();
      const exchanged = await database.asSystem('session', (tx) =>
        exchangeHandover(tx, tokenHash(code), tokenHash(token), now),
      );
      return exchanged ? token : null;
    },
  };
}
