import { sql } from 'kysely';
import type { AlarmPriority } from '#contract/alarms.ts';
import type {
  AlarmTypeChanges,
  AlarmTypeFields,
  AlarmTypeRow,
  EscalationRule,
} from '#contract/alarms/types.ts';
import type { Tx } from '#platform/database/database.ts';

const typeRows = (tx: Tx) =>
  tx
    .selectFrom('alarms.alarm_types as t')
    .select([
      't.alarm_type as alarmType',
      't.title',
      't.cause',
      't.consequence',
      't.operator_action as operatorAction',
      sql<AlarmPriority>`t.priority`.as('priority'),
      't.time_to_respond_seconds as timeToRespondSeconds',
      't.note_required as noteRequired',
      't.re_alarm_seconds as reAlarmSeconds',
      't.on_delay_seconds as onDelaySeconds',
      't.off_delay_seconds as offDelaySeconds',
      't.limit_value as limit',
      sql<AlarmTypeRow['limitDirection']>`t.limit_direction`.as('limitDirection'),
      't.deadband',
      't.unit',
      't.is_latching as isLatching',
      't.max_shelve_seconds as maxShelveSeconds',
      't.escalate_seconds as escalateSeconds',
      't.fleeting_seconds as fleetingSeconds',
      't.chatter_count as chatterCount',
      't.chatter_seconds as chatterSeconds',
      't.group_size as groupSize',
      't.group_window_seconds as groupWindowSeconds',
      't.is_enabled as isEnabled',
      sql<AlarmTypeRow['clearedBy']>`t.cleared_by`.as('clearedBy'),
      sql<number>`(select count(*)::integer from alarms.alarms as a where a.alarm_type = t.alarm_type and a.is_listed)`.as(
        'openCount',
      ),
      't.version',
      't.updated_at as updatedAt',
    ]);

/** All alarm types, by name. */
export function listAlarmTypes(tx: Tx): Promise<AlarmTypeRow[]> {
  return typeRows(tx).orderBy('t.alarm_type').execute();
}

/** One alarm type, or null where it is not visible. */
export async function findAlarmType(tx: Tx, alarmType: string): Promise<AlarmTypeRow | null> {
  const row = await typeRows(tx).where('t.alarm_type', '=', alarmType).executeTakeFirst();
  return row ?? null;
}

/** Which column each field is. */
const columns = {
  title: 'title',
  cause: 'cause',
  consequence: 'consequence',
  operatorAction: 'operator_action',
  priority: 'priority',
  timeToRespondSeconds: 'time_to_respond_seconds',
  noteRequired: 'note_required',
  reAlarmSeconds: 're_alarm_seconds',
  onDelaySeconds: 'on_delay_seconds',
  offDelaySeconds: 'off_delay_seconds',
  limit: 'limit_value',
  limitDirection: 'limit_direction',
  deadband: 'deadband',
  unit: 'unit',
  isLatching: 'is_latching',
  maxShelveSeconds: 'max_shelve_seconds',
  escalateSeconds: 'escalate_seconds',
  fleetingSeconds: 'fleeting_seconds',
  chatterCount: 'chatter_count',
  chatterSeconds: 'chatter_seconds',
  groupSize: 'group_size',
  groupWindowSeconds: 'group_window_seconds',
  isEnabled: 'is_enabled',
} as const satisfies Record<keyof AlarmTypeFields, string>;

/** Saves what changed of a type that stands at `version`; answers whether it did. */
export async function updateAlarmType(
  tx: Tx,
  { alarmType, version }: { readonly alarmType: string; readonly version: number },
  changes: AlarmTypeChanges,
): Promise<boolean> {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const set = Object.fromEntries(
    given.map(([field, value]) => [columns[field as keyof AlarmTypeFields], value]),
  );
  const { numUpdatedRows } = await tx
    .updateTable('alarms.alarm_types')
    .set(set)
    .where('alarm_type', '=', alarmType)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** After what time each priority escalates. */
export async function listEscalationRules(tx: Tx): Promise<EscalationRule[]> {
  const { rows } = await sql<EscalationRule>`
    select priority, after_seconds as "afterSeconds", version, updated_at as "updatedAt"
    from alarms.escalation_rules order by priority`.execute(tx);
  return rows;
}

/** Saves after what time a priority escalates, where it stands at `version`. */
export async function updateEscalationRule(
  tx: Tx,
  { priority, version }: { readonly priority: AlarmPriority; readonly version: number },
  afterSeconds: number | null,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('alarms.escalation_rules')
    .set({ after_seconds: afterSeconds })
    .where('priority', '=', priority)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
