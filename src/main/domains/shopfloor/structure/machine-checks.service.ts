import type { Machine, MachineCondition } from '#contract/shopfloor/machines.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { addLogLine } from '../logs/logs.queries.ts';
import { originOf } from '../origin.ts';
import { holdsInArea } from '../sessions/sessions.queries.ts';
import { lockMachine } from '../sessions/start.queries.ts';
import { findMachine, updateCondition } from './machines.queries.ts';

/** Who says it, whose session or station it is said at aside. */
export type Inspector = Pick<ActorContext, 'connection'> & {
  readonly actor: Pick<ActorContext['actor'], 'userId' | 'username'>;
};

/** What became of judging a machine. */
export type CheckOutcome =
  | { readonly kind: 'saved'; readonly machine: Machine }
  | { readonly kind: 'not-found' }
  /** No right to run machines there. */
  | { readonly kind: 'not-trained' }
  | { readonly kind: 'not-due'; readonly condition: MachineCondition };

/** What people who run machines say of their fitness, without being their managers. */
export interface MachineChecks {
  /** Somebody has looked at a machine after its use. */
  confirm(
    by: Inspector,
    machineId: string,
    found: { readonly fit: boolean; readonly note: string | null },
  ): Promise<CheckOutcome>;
  /** Something is wrong: the machine is blocked. */
  reportProblem(by: Inspector, machineId: string, note: string): Promise<CheckOutcome>;
}

const OPERATORS = ['operate', 'manage', 'admin'] as const;

/** Makes the service. */
export function machineChecks(database: Database, audit: AuditService): MachineChecks {
  interface Judgement {
    readonly condition: MachineCondition;
    readonly note: string | null;
    readonly eventType: 'check-confirmed' | 'problem-reported';
    /** Whether a machine in that condition may be judged so. */
    readonly isDue: (condition: MachineCondition) => boolean;
  }

  async function judge(
    tx: Tx,
    { actor, connection }: Inspector,
    machineId: string,
    { condition, note, eventType, isDue }: Judgement,
  ): Promise<CheckOutcome> {
    const { userId, username } = actor;
    await lockMachine(tx, machineId);
    const found = await findMachine(tx, machineId);
    if (!found) return { kind: 'not-found' };
    const areaId = found.area?.id ?? null;
    if (!(await holdsInArea(tx, userId, areaId, OPERATORS))) return { kind: 'not-trained' };
    if (!isDue(found.condition)) return { kind: 'not-due', condition: found.condition };
    await updateCondition(tx, machineId, found.version, { condition, note, userId });
    const data = { condition, note };
    const ipAddress = connection.address;
    await addLogLine(tx, { machineId, userId, eventType, data, ipAddress });
    await audit.record(tx, {
      userId,
      username,
      action: `machine.${eventType}`,
      targetType: 'machine',
      targetId: machineId,
      oldValues: { condition: found.condition },
      newValues: { condition, note },
      origin: originOf(connection),
    });
    const machine = await findMachine(tx, machineId);
    return machine ? { kind: 'saved', machine } : { kind: 'not-found' };
  }

  const write = (work: (tx: Tx) => Promise<CheckOutcome>) =>
    database.asSystem('shopfloor.machine-check', work);

  return {
    confirm: (by, machineId, { fit, note }) =>
      write((tx) =>
        judge(tx, by, machineId, {
          condition: fit ? 'ok' : 'blocked',
          note,
          eventType: 'check-confirmed',
          isDue: (condition) => condition === 'to-check',
        }),
      ),
    reportProblem: (by, machineId, note) =>
      write((tx) =>
        judge(tx, by, machineId, {
          condition: 'blocked',
          note,
          eventType: 'problem-reported',
          isDue: () => true,
        }),
      ),
  };
}
