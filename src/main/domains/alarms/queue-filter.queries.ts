import { type RawBuilder, sql } from 'kysely';
import type { AlarmState, IsaState } from '#contract/alarms.ts';
import type { AlarmMark, QueueFilter } from '#contract/alarms/queue.ts';

/** Where an alarm stands on its axes. */
export const state = sql<AlarmState>`alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched)`;

/** Its letter in the ISA-18.2 diagram. */
export const isaState = sql<IsaState>`alarms.isa_state(
  alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched), a.is_listed and a.shelving_id is not null,
  a.is_listed and (a.suppressed_by is not null or a.parent_id is not null),
  a.is_listed and a.out_of_service_id is not null)`;

/** The first by time of a burst of several, as long as the alarm with which it began belongs to it. */
export const firstOut = sql<boolean>`exists (
    select from alarms.alarms as o where o.burst_id = a.burst_id and o.id <> a.id)
  and (select o.burst_id from alarms.alarms as o where o.id = a.burst_id) is not distinct from a.burst_id
  and a.id is not distinct from (
    select o.id from alarms.alarms as o where o.burst_id = a.burst_id order by o.activated_at, o.id limit 1)`;

const marks: Readonly<Record<AlarmMark, RawBuilder<boolean>>> = {
  firstOut,
  parent: sql<boolean>`a.is_parent`,
  escalated: sql<boolean>`a.escalation_level > 0`,
  chattering: sql<boolean>`a.is_chattering`,
  fleeting: sql<boolean>`a.is_fleeting`,
  stale: sql<boolean>`a.is_stale`,
};

/** What an alarm `a` must be to pass the filter. */
export function passing(filter: QueueFilter): RawBuilder<boolean>[] {
  const { search, sourceTypes, exceptSourceTypes, mark } = filter;
  const equal = [
    [sql`a.priority`, filter.priority],
    [state, filter.state],
    [sql`a.area_id`, filter.areaId],
    [sql`a.assigned_to`, filter.assignedTo],
  ] as const;
  return [
    ...equal.flatMap(([column, value]) =>
      value === undefined ? [] : [sql<boolean>`${column} = ${value}`],
    ),
    ...(sourceTypes ? [sql<boolean>`a.source_type = any (${sourceTypes}::text[])`] : []),
    ...(exceptSourceTypes
      ? [sql<boolean>`a.source_type <> all (${exceptSourceTypes}::text[])`]
      : []),
    ...(mark ? [marks[mark]] : []),
    ...(search
      ? [
          sql<boolean>`strpos(lower(concat_ws(' ', a.source_name, a.title, a.message)), lower(${search})) > 0`,
        ]
      : []),
  ];
}
