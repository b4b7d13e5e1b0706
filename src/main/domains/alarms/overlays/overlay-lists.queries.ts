import { sql } from 'kysely';
import type { AlarmPriority, AlarmState } from '#contract/alarms.ts';
import type {
  OutOfServiceOrder,
  Shelving,
  SuppressionRow,
  SuppressionRule,
} from '#contract/alarms/overlays.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';

/** The alarm that is listed of the source and type of an overlay `o`. */
const current = sql<{ id: string; priority: AlarmPriority; state: AlarmState } | null>`(
  select jsonb_build_object('id', a.id, 'priority', a.priority,
           'state', alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched))
  from alarms.alarms as a
  where (a.source_type, a.source_id, a.alarm_type) = (o.source_type, o.source_id, o.alarm_type) and a.is_listed
  order by a.is_resolved, a.created_at desc limit 1)`;

type Overlaid = {
  readonly alarm: { id: string; priority: AlarmPriority; state: AlarmState } | null;
};

function withAlarm<Row extends Overlaid>({ alarm, ...row }: Row) {
  return {
    ...row,
    alarmId: alarm?.id ?? null,
    priority: alarm?.priority ?? null,
    state: alarm?.state ?? null,
  };
}

const shelvingRows = (tx: Tx) =>
  tx
    .selectFrom('alarms.shelvings as o')
    .innerJoin('alarms.alarm_types as t', 't.alarm_type', 'o.alarm_type')
    .leftJoin('identity.users as shelver', 'shelver.id', 'o.shelved_by')
    .leftJoin('identity.users as ender', 'ender.id', 'o.ended_by')
    .select([
      'o.id',
      'o.alarm_type as alarmType',
      't.title',
      'o.source_type as sourceType',
      'o.source_id as sourceId',
      'o.source_name as sourceName',
      'o.reason',
      'o.one_shot as oneShot',
      'o.shelved_by as shelvedBy',
      'shelver.full_name as shelvedByName',
      'o.shelved_at as shelvedAt',
      'o.shelved_from as shelvedFrom',
      'o.until',
      'o.ended_at as endedAt',
      'ender.full_name as endedByName',
      sql<Shelving['endedHow']>`o.ended_how`.as('endedHow'),
      current.as('alarm'),
    ]);

const byShelving = [
  { column: 'o.shelved_at', property: 'shelvedAt', direction: 'desc' },
  { column: 'o.id', property: 'id', direction: 'desc' },
] as const;

/** One page of shelvings, the newest first. */
export async function listShelvings(
  tx: Tx,
  standing: boolean,
  page: PageRequest,
): Promise<Page<Shelving>> {
  const query = shelvingRows(tx).where('o.ended_at', standing ? 'is' : 'is not', null);
  const { rows, nextCursor } = await readPage(query, byShelving, page);
  return { rows: rows.map(withAlarm), nextCursor };
}

const orderRows = (tx: Tx) =>
  tx
    .selectFrom('alarms.out_of_service as o')
    .innerJoin('alarms.alarm_types as t', 't.alarm_type', 'o.alarm_type')
    .leftJoin('identity.users as requester', 'requester.id', 'o.requested_by')
    .leftJoin('identity.users as decider', 'decider.id', 'o.decided_by')
    .leftJoin('identity.users as returner', 'returner.id', 'o.returned_by')
    .select([
      'o.id',
      'o.alarm_type as alarmType',
      't.title',
      'o.source_type as sourceType',
      'o.source_id as sourceId',
      'o.source_name as sourceName',
      sql<OutOfServiceOrder['status']>`o.status`.as('status'),
      'o.reason',
      'o.work_order as workOrder',
      'o.expected_until as expectedUntil',
      'o.requested_by as requestedBy',
      'requester.full_name as requestedByName',
      'o.requested_at as requestedAt',
      'decider.full_name as decidedByName',
      'o.decided_at as decidedAt',
      'o.decision_note as decisionNote',
      'returner.full_name as returnedByName',
      'o.returned_at as returnedAt',
      'o.return_note as returnNote',
      'o.version',
      current.as('alarm'),
    ]);

const byRequest = [
  { column: 'o.requested_at', property: 'requestedAt', direction: 'desc' },
  { column: 'o.id', property: 'id', direction: 'desc' },
] as const;

/** One page of orders out of service, the newest first. */
export async function listOutOfService(
  tx: Tx,
  statuses: readonly OutOfServiceOrder['status'][],
  page: PageRequest,
): Promise<Page<OutOfServiceOrder>> {
  const query = orderRows(tx).where('o.status', 'in', [...statuses]);
  const { rows, nextCursor } = await readPage(query, byRequest, page);
  return { rows: rows.map(withAlarm), nextCursor };
}

/** One order, or null where it is not visible. */
export async function findOutOfService(tx: Tx, id: string): Promise<OutOfServiceOrder | null> {
  const row = await orderRows(tx).where('o.id', '=', id).executeTakeFirst();
  return row ? withAlarm(row) : null;
}

const suppressionRows = (tx: Tx) =>
  tx
    .selectFrom('alarms.suppressions as s')
    .innerJoin('alarms.suppression_rules as r', 'r.rule', 's.rule')
    .select([
      's.id',
      's.rule',
      'r.title as ruleTitle',
      's.alarm_type as alarmType',
      's.source_type as sourceType',
      's.source_id as sourceId',
      's.source_name as sourceName',
      's.reason',
      's.since',
      sql<number>`(
        select count(*)::integer from alarms.alarms as a
        where a.is_listed and a.source_type = s.source_type and a.source_id = s.source_id
          and (s.alarm_type is null or s.alarm_type = a.alarm_type) and a.suppressed_by = s.rule)`.as(
        'alarmCount',
      ),
    ]);

const bySince = [
  { column: 's.since', property: 'since', direction: 'desc' },
  { column: 's.id', property: 'id', direction: 'desc' },
] as const;

/** One page of where rules hold, the newest first. */
export function listSuppressions(
  tx: Tx,
  rule: string | undefined,
  page: PageRequest,
): Promise<Page<SuppressionRow>> {
  const query = suppressionRows(tx).$if(rule !== undefined, (q) =>
    q.where('s.rule', '=', rule ?? ''),
  );
  return readPage(query, bySince, page);
}

/** The named rules. */
export async function listSuppressionRules(tx: Tx): Promise<SuppressionRule[]> {
  const { rows } = await sql<SuppressionRule>`
    select r.rule, r.title, r.description, r.is_enabled as "isEnabled", r.version, r.updated_at as "updatedAt",
           (select count(*) from alarms.suppressions as s where s.rule = r.rule)::integer
             + case when r.rule = 'parent'
                 then (select count(*) from alarms.alarms where is_parent and not is_resolved)::integer else 0 end as "holdsFor"
    from alarms.suppression_rules as r order by r.rule`.execute(tx);
  return rows;
}

/** Switches a rule that stands at a version on or off. */
export async function setSuppressionRule(
  tx: Tx,
  { rule, version, isEnabled }: { rule: string; version: number; isEnabled: boolean },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('alarms.suppression_rules')
    .set({ is_enabled: isEnabled })
    .where('rule', '=', rule)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
