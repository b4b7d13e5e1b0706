import type { AlarmPriority } from '#contract/alarms.ts';
import type { AlarmTypeChanges, AlarmTypeRow, EscalationRule } from '#contract/alarms/types.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Tx } from '#platform/database/database.ts';
import type { Platform } from '#platform/platform.ts';
import type { Operator, Reader } from '../alarms.service.ts';
import {
  findAlarmType,
  listAlarmTypes,
  listEscalationRules,
  updateAlarmType,
  updateEscalationRule,
} from './types.queries.ts';

/** What became of saving a type or a rule. */
export type TypeSaved<Row> =
  | { readonly kind: 'saved'; readonly row: Row }
  | { readonly kind: 'conflict'; readonly version: number }
  | { readonly kind: 'not-found' }
  /** Enabled without cause, consequence, action and time to respond. */
  | { readonly kind: 'incomplete' }
  /** A limit without a direction, or the other way round. */
  | { readonly kind: 'invalid-limit' };

/** What may raise alarms, and how. */
export interface AlarmTypesService {
  list(reader: Reader): Promise<AlarmTypeRow[]>;
  update(
    operator: Operator,
    given: { readonly alarmType: string; readonly version: number; readonly reason: string },
    changes: AlarmTypeChanges,
  ): Promise<TypeSaved<AlarmTypeRow>>;
  escalation(reader: Reader): Promise<EscalationRule[]>;
  setEscalation(
    operator: Operator,
    given: { readonly priority: AlarmPriority; readonly version: number; readonly reason: string },
    afterSeconds: number | null,
  ): Promise<TypeSaved<EscalationRule>>;
}

/** How one kind of setting is saved with its trail. */
interface Setting<Row> {
  readonly noun: string;
  readonly id: string;
  readonly version: number;
  readonly reason: string;
  readonly find: (tx: Tx) => Promise<Row | null>;
  readonly write: (tx: Tx) => Promise<boolean>;
}

/** The fields of a row that differ from another's. */
function changed(of: object, from: object): Record<string, unknown> {
  const other = new Map<string, unknown>(Object.entries(from));
  return Object.fromEntries(
    Object.entries(of).filter(([key, value]) => value !== other.get(key) && key !== 'updatedAt'),
  );
}

/** Makes it. */
export function createAlarmTypes(
  { database }: Pick<Platform, 'database'>,
  audit: AuditService,
): AlarmTypesService {
  const save = <Row extends { readonly version: number }>(
    operator: Operator,
    { noun, id, version, reason, find, write }: Setting<Row>,
  ): Promise<TypeSaved<Row>> =>
    database.asUser(operator, async (tx) => {
      const before = await find(tx);
      if (!before) return { kind: 'not-found' };
      const saved = await write(tx);
      const row = await find(tx);
      if (!saved || !row) return { kind: 'conflict', version: row?.version ?? version };
      await audit.record(tx, {
        ...operator,
        action: `${noun}.update`,
        targetType: noun,
        targetId: id,
        oldValues: changed(before, row),
        newValues: changed(row, before),
        changeReason: reason,
      });
      return { kind: 'saved', row };
    });

  return {
    list: (reader) => database.asUser(reader, listAlarmTypes),
    async update(operator, { alarmType, version, reason }, changes) {
      try {
        return await save(operator, {
          noun: 'alarm-type',
          id: alarmType,
          version,
          reason,
          find: (tx) => findAlarmType(tx, alarmType),
          write: (tx) => updateAlarmType(tx, { alarmType, version }, changes),
        });
      } catch (error) {
        if (violates(error, 'alarm_types_complete')) return { kind: 'incomplete' };
        if (violates(error, 'alarm_types_limit')) return { kind: 'invalid-limit' };
        throw error;
      }
    },
    escalation: (reader) => database.asUser(reader, listEscalationRules),
    setEscalation: (operator, { priority, version, reason }, afterSeconds) =>
      save(operator, {
        noun: 'alarm-escalation',
        id: priority,
        version,
        reason,
        find: async (tx) =>
          (await listEscalationRules(tx)).find((rule) => rule.priority === priority) ?? null,
        write: (tx) => updateEscalationRule(tx, { priority, version }, afterSeconds),
      }),
  };
}
