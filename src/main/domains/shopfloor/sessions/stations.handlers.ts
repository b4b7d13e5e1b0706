import type { z } from 'zod';
import type { badgePresentation } from '#contract/identity/session.ts';
import type { Permission } from '#contract/permissions.ts';
import type { StationOutcome } from '#contract/shopfloor/station.ts';
import type { StationBadges, StationRefusal } from '#domains/identity/badges/station-badges.ts';
import type { Database } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import type { MachineChecks } from '../structure/machine-checks.service.ts';
import { findMachine } from '../structure/machines.queries.ts';
import type { StructureService } from '../structure/structure.service.ts';
import { checkedOr } from '../structure/checked.ts';
import { unwrap } from '../unwrap.ts';
import { endedOr } from './ended.ts';
import type { BadgePresenter, PresentationOutcome } from './present-badge.service.ts';
import type { ConsoleSessions } from './sessions.service.ts';

/** What stations are answered with. */
export interface StationServices {
  readonly database: Database;
  readonly badges: StationBadges;
  readonly presenter: BadgePresenter;
  readonly sessions: ConsoleSessions;
  readonly structure: StructureService;
  readonly checks: MachineChecks;
}

interface StationErrors {
  SIGN_IN_REFUSED(): Error;
  THROTTLED(options: { data: { retryAfterSeconds: number } }): Error;
  READING_EXPIRED(): Error;
  UNREADABLE_UID(): Error;
  RANDOM_UID(): Error;
}

interface ProvenErrors extends StationErrors {
  FORBIDDEN(options: { data: { permission: string } }): Error;
}

/** A badge with its PIN. */
interface Proof {
  readonly badge: z.infer<typeof badgePresentation>;
  readonly pin: string;
}

function refusalError(refusal: StationRefusal, errors: StationErrors): Error {
  if (refusal.code !== 'THROTTLED') return errors[refusal.code]();
  const { retryAfterSeconds } = refusal;
  return errors.THROTTLED({ data: { retryAfterSeconds } });
}

function outcomeOf(outcome: PresentationOutcome): StationOutcome {
  switch (outcome.kind) {
    case 'started':
    case 'ended':
    case 'extended':
      return { kind: outcome.kind, fullName: outcome.fullName };
    case 'repeated':
      return { kind: 'repeated' };
    case 'refused': {
      const { refusal } = outcome;
      const session = refusal.reason === 'machine-busy' ? refusal.session : null;
      return { kind: 'refused', reason: refusal.reason, session };
    }
    case 'no-machine':
      return { kind: 'refused', reason: 'machine-inactive', session: null };
  }
}

/** Answers `shopfloor.stations`. */
export function stationHandlers(services: StationServices) {
  const { database, badges, presenter, sessions, structure, checks } = services;
  const { stations } = procedures.shopfloor;

  /** Whether who is signed in at the station sees the machine; otherwise nobody acts on it there. */
  const sees = (context: ActorContext, machineId: string) =>
    database.asUser(context.actor, (tx) => findMachine(tx, machineId));

  /** Acts as the holder of badge and PIN, who needs the permission. */
  async function as(
    context: ActorContext,
    input: Proof,
    errors: ProvenErrors,
    permission: Permission,
  ): Promise<ActorContext> {
    const proven = await badges.prove(context.connection, input.badge, input.pin);
    if (proven.kind === 'refused') throw refusalError(proven.refusal, errors);
    if (!proven.value.permissions.has(permission)) {
      throw errors.FORBIDDEN({ data: { permission } });
    }
    return { ...context, actor: proven.value };
  }

  return {
    present: stations.present.handler(async ({ input, context, errors }) => {
      const { machineId } = input;
      if (!(await sees(context, machineId))) {
        throw errors.NOT_FOUND({ data: { what: 'machine', id: machineId } });
      }
      const { connection } = context;
      const read = await badges.read(connection, input.badge);
      if (read.kind === 'refused') throw refusalError(read.refusal, errors);
      const place = connection.workstation || context.actor.username;
      const ipAddress = connection.address;
      return outcomeOf(
        await presenter.present({ machineId, ...read.value, via: 'console', place, ipAddress }),
      );
    }),
    endOther: stations.endOther.handler(async ({ input, context, errors }) => {
      const { sessionId, reason } = input;
      const caller = await as(context, input, errors, 'session:end');
      return endedOr(await sessions.endOther(caller, sessionId, reason), errors, sessionId);
    }),
    setCondition: stations.setCondition.handler(async ({ input, context, errors }) => {
      const { machineId: id, condition, note } = input;
      const caller = await as(context, input, errors, 'machine:manage');
      const found = await sees(caller, id);
      if (!found) throw errors.NOT_FOUND({ data: { what: 'machine', id } });
      const setting = { id, version: found.version, condition, note };
      return unwrap(await structure.setCondition(caller, setting), errors, 'machine', id);
    }),
    confirmCheck: stations.confirmCheck.handler(async ({ input, context, errors }) => {
      const { machineId, fit, note } = input;
      const caller = await as(context, input, errors, 'machine:operate');
      const outcome = await checks.confirm(caller, machineId, { fit, note });
      if (outcome.kind === 'not-due') {
        throw errors.CHECK_NOT_DUE({ data: { condition: outcome.condition } });
      }
      return checkedOr(outcome, errors, machineId);
    }),
  };
}
