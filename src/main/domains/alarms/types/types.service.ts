import type { AlarmPriority } from '#contract/alarms.ts';
import type { AlarmTypeChanges, AlarmTypeRow, EscalationRule } from '#contract/alarms/types.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Platform } from '#platform/platform.ts';
import type { Operator, Reader } from '../alarms.service.ts';
import { saveSetting, type SettingSaved } from '../settings.ts';
import {
  findAlarmType,
  listAlarmTypes,
  listEscalationRules,
  updateAlarmType,
  updateEscalationRule,
} from './types.queries.ts';

/** What became of saving a type or a rule. */
export type TypeSaved<Row> =
  | SettingSaved<Row>
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

/** Makes it. */
export function createAlarmTypes(
  { database }: Pick<Platform, 'database'>,
  audit: AuditService,
): AlarmTypesService {
  const keeper = { database, audit };
  return {
    list: (reader) => database.asUser(reader, listAlarmTypes),
    async update(operator, { alarmType, version, reason }, changes) {
      try {
        return await saveSetting(keeper, operator, {
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
      saveSetting(keeper, operator, {
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
