import type { Affected, ServedPlace } from '#contract/shopfloor/service-state.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { originOf } from '../origin.ts';
import { type Saved, whyNotSaved } from '../saved.ts';
import type { SessionRules } from '../sessions/session-rules.ts';
import { holdsInArea } from '../sessions/sessions.queries.ts';
import {
  addServiceLines,
  type LockedPlace,
  lockPlace,
  type Places,
  readAffected,
  setService,
} from './service-state.queries.ts';

/** A place that was read at `version`. */
export interface SeenPlace {
  readonly what: ServedPlace;
  readonly id: string;
  readonly version: number;
}

/** What is said before something is taken out of service. */
export interface TakingOut extends SeenPlace {
  readonly reason: string;
  /** The sessions that the person was shown and that may end. */
  readonly sessions: readonly string[];
}

/** What became of taking something out of service. */
export type TakenOut =
  | Saved<{ readonly version: number; readonly ended: number }>
  /** Somebody began a session that the person was not shown. */
  | { readonly kind: 'begun'; readonly affected: Affected };

/** Takes areas, zones and machines out of service and back; the sessions there end with it. */
export interface ServiceState {
  affected(caller: ActorContext, places: Places): Promise<Affected>;
  takeOut(caller: ActorContext, taking: TakingOut): Promise<TakenOut>;
  putBack(caller: ActorContext, seen: SeenPlace): Promise<Saved<{ readonly version: number }>>;
}

/** The locked place, or why the person may not change it. */
async function locked(
  tx: Tx,
  { actor }: ActorContext,
  { what, id, version }: SeenPlace,
): Promise<LockedPlace | Saved<never>> {
  const place = await lockPlace(tx, what, id);
  if (!place) return { kind: 'not-found' };
  const holds = (...levels: string[]) => holdsInArea(tx, actor.userId, place.area_id, levels);
  if (!(await holds('view', 'operate', 'manage', 'admin'))) return { kind: 'not-found' };
  if (what !== 'machine' && !actor.permissions.has('structure:manage'))
    return { kind: 'forbidden' };
  if (!(await holds('manage', 'admin'))) return { kind: 'forbidden' };
  return place.version === version ? place : whyNotSaved(place, version);
}

/** Makes the service. */
export function serviceState(
  database: Database,
  rules: SessionRules,
  audit: AuditService,
): ServiceState {
  /** Tells audit and the logs of the machines that stop or may start again. */
  async function tell(
    tx: Tx,
    { actor, connection }: ActorContext,
    { what, id }: SeenPlace,
    told: {
      readonly active: boolean;
      readonly place: LockedPlace;
      readonly machines: Affected['machines'];
      readonly reason?: string;
      readonly ended?: readonly string[];
    },
  ): Promise<void> {
    const { active, place, machines, reason, ended = [] } = told;
    const { userId, username } = actor;
    const because = reason === undefined ? {} : { notes: reason };
    const within = what === 'machine' ? {} : { [what]: place.name };
    await addServiceLines(
      tx,
      machines.map((machine) => machine.id),
      {
        userId,
        eventType: active ? 'put-back-into-service' : 'taken-out-of-service',
        data: { ...because, ...within },
        ipAddress: connection.address,
      },
    );
    await audit.record(tx, {
      userId,
      username,
      action: `${what}.${active ? 'put-back' : 'take-out'}`,
      targetType: what,
      targetId: id,
      oldValues: { active: !active },
      newValues: { active },
      ...(reason !== undefined && { changeReason: reason }),
      details: { machines: machines.map(({ machineId }) => machineId), endedSessions: ended },
      origin: originOf(connection),
    });
  }

  async function takeOut(tx: Tx, caller: ActorContext, taking: TakingOut): Promise<TakenOut> {
    const { what, id, version, reason } = taking;
    const place = await locked(tx, caller, taking);
    if ('kind' in place) return place;
    if (!place.active) return { kind: 'saved', row: { version, ended: 0 } };
    const affected = await readAffected(tx, { what, ids: [id] });
    const shown = new Set(taking.sessions);
    if (affected.sessions.some((session) => !shown.has(session.id))) {
      return { kind: 'begun', affected };
    }
    const ended = affected.sessions.map((session) => session.id);
    for (const sessionId of ended) {
      await rules.end(tx, sessionId, 'admin', { userId: caller.actor.userId, notes: reason });
    }
    const row = { version: await setService(tx, what, id, false), ended: ended.length };
    const { machines } = affected;
    await tell(tx, caller, taking, { active: false, place, machines, reason, ended });
    return { kind: 'saved', row };
  }

  async function putBack(
    tx: Tx,
    caller: ActorContext,
    seen: SeenPlace,
  ): Promise<Saved<{ readonly version: number }>> {
    const { what, id } = seen;
    const place = await locked(tx, caller, seen);
    if ('kind' in place) return place;
    if (place.active) return { kind: 'saved', row: { version: place.version } };
    const row = { version: await setService(tx, what, id, true) };
    const { machines } = await readAffected(tx, { what, ids: [id] });
    await tell(tx, caller, seen, { active: true, place, machines });
    return { kind: 'saved', row };
  }

  return {
    affected: (caller, places) => database.asUser(caller.actor, (tx) => readAffected(tx, places)),
    takeOut: (caller, taking) =>
      database.asSystem('shopfloor.take-out', (tx) => takeOut(tx, caller, taking)),
    putBack: (caller, seen) =>
      database.asSystem('shopfloor.put-back', (tx) => putBack(tx, caller, seen)),
  };
}
