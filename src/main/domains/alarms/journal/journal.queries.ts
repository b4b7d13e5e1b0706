import { sql } from 'kysely';
import type { AlarmPriority } from '#contract/alarms.ts';
import type { JournalFilter, JournalRow } from '#contract/alarms/journal.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';

const journalRows = (tx: Tx) =>
  tx
    .selectFrom('alarms.journal as j')
    .leftJoin('identity.users as u', 'u.id', 'j.user_id')
    .leftJoin('alarms.alarms as a', 'a.id', 'j.alarm_id')
    .leftJoin('alarms.alarm_types as t', 't.alarm_type', 'j.alarm_type')
    .select([
      sql<string>`j.id::text`.as('id'),
      'j.at',
      'j.alarm_id as alarmId',
      'j.alarm_type as alarmType',
      'j.source_type as sourceType',
      'j.source_id as sourceId',
      sql<string>`coalesce(t.title, j.alarm_type)`.as('title'),
      sql<string>`coalesce(a.source_name, j.after ->> 'source_name', j.before ->> 'source_name', j.source_id)`.as(
        'sourceName',
      ),
      sql<JournalRow['event']>`j.event`.as('event'),
      sql<AlarmPriority | null>`j.priority`.as('priority'),
      'j.annunciated',
      'j.position_id as positionId',
      'j.user_id as userId',
      'u.full_name as userName',
      'j.task',
      'j.workstation',
      'j.note',
      'j.source_time as sourceTime',
      sql<JournalRow['before']>`j.before`.as('before'),
      sql<JournalRow['after']>`j.after`.as('after'),
    ]);

/** One page of the journal; of one moment in the order in which it was written. */
export function pageOfJournal(
  tx: Tx,
  filter: JournalFilter,
  page: PageRequest,
  direction: 'asc' | 'desc',
): Promise<Page<JournalRow>> {
  const equal = [
    ['j.alarm_id', filter.alarmId],
    ['j.alarm_type', filter.alarmType],
    ['j.source_type', filter.sourceType],
    ['j.source_id', filter.sourceId],
    ['j.position_id', filter.positionId],
    ['j.user_id', filter.userId],
  ] as const;
  let query = journalRows(tx);
  for (const [column, value] of equal) {
    if (value !== undefined) query = query.where(column, '=', value);
  }
  const { events, priorities, annunciated, from, to } = filter;
  if (events) query = query.where('j.event', 'in', [...events]);
  if (priorities) query = query.where('j.priority', 'in', [...priorities]);
  if (annunciated !== undefined) query = query.where('j.annunciated', '=', annunciated);
  if (from !== undefined) query = query.where('j.at', '>=', from);
  if (to !== undefined) query = query.where('j.at', '<', to);
  return readPage(
    query,
    [
      { column: 'j.at', property: 'at', direction },
      { column: 'j.id', property: 'id', direction },
    ],
    page,
  );
}
