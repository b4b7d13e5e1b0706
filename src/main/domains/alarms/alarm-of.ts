import type { Acted, Alarm, AlarmPriority } from '#contract/alarms.ts';
import type { AlarmSummary } from '#contract/alarms/queue.ts';
import type { AlarmRow, PriorityCount, SetAsideCounts } from './alarms.queries.ts';
import type { ActedRow } from './overlays/shelving.queries.ts';

/** An alarm as the contract shows it. */
export function alarmOf(row: AlarmRow): Alarm {
  return {
    id: row.id,
    alarmType: row.alarm_type,
    sourceType: row.source_type,
    sourceId: row.source_id,
    sourceName: row.source_name,
    priority: row.priority as AlarmPriority,
    state: row.state,
    isaState: row.isa_state,
    title: row.title,
    message: row.message,
    details: row.details as Alarm['details'],
    cause: row.cause,
    consequence: row.consequence,
    operatorAction: row.operator_action,
    timeToRespondSeconds: row.time_to_respond_seconds,
    noteRequired: row.note_required,
    clearedBy: row.cleared_by as Alarm['clearedBy'],
    maxShelveSeconds: row.max_shelve_seconds,
    occurrences: row.occurrences,
    annunciation: row.annunciation,
    annunciatedAt: row.annunciated_at,
    activatedAt: row.activated_at,
    clearsAt: row.clears_at,
    sourceTime: row.source_time,
    receivedAt: row.received_at,
    createdAt: row.created_at,
    acknowledgedBy: row.acknowledged_by,
    acknowledgedByName: row.acknowledged_by_name,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedFrom: row.acknowledged_from,
    acknowledgementNote: row.acknowledgement_note,
    resolvedAt: row.resolved_at,
    resolutionNotes: row.resolution_notes,
    value: row.value,
    limit: row.limit_value,
    unit: row.unit,
    areaId: row.area_id,
    site: row.site,
    positionId: row.position_id,
    shelved: shelvedOf(row),
    suppressedBy: row.suppressed_by ?? (row.parent_id === null ? null : 'parent'),
    outOfServiceId: row.out_of_service_id,
    parentId: row.parent_id,
    isParent: row.is_parent,
    memberCount: row.member_count,
    firstOut: row.first_out,
    chattering: row.is_chattering,
    fleeting: row.is_fleeting,
    stale: row.is_stale,
    escalationLevel: row.escalation_level,
    assignedTo: row.assigned_to,
    assignedToName: row.assigned_to_name,
    commentCount: row.comment_count,
    lastComment: row.last_comment,
  };
}

function shelvedOf(row: AlarmRow): Alarm['shelved'] {
  const { shelving_id, shelved_until, shelved_by, shelving_reason } = row;
  if (row.state === 'normal' || !shelving_id || !shelved_until || !shelved_by) return null;
  return {
    id: shelving_id,
    until: shelved_until,
    oneShot: row.shelved_one_shot ?? false,
    reason: shelving_reason ?? '',
    by: shelved_by,
    byName: row.shelved_by_name,
  };
}

/** Counts as the alarm bar shows them. */
export function summaryOf(
  counts: readonly PriorityCount[],
  aside: SetAsideCounts,
  floods: AlarmSummary['floods'],
): AlarmSummary {
  const rowOf = (priority: AlarmPriority) => counts.find((count) => count.priority === priority);
  const of = (priority: AlarmPriority, what: 'open' | 'unacknowledged'): number =>
    rowOf(priority)?.[what] ?? 0;
  const newest = (priority: AlarmPriority) => rowOf(priority)?.newest_unacknowledged_at ?? null;
  const split = (what: 'open' | 'unacknowledged') => ({
    P1: of('P1', what),
    P2: of('P2', what),
    P3: of('P3', what),
    P4: of('P4', what),
  });
  const oldest = counts.flatMap(({ oldest_unacknowledged_at }) => oldest_unacknowledged_at ?? []);
  return {
    open: split('open'),
    unacknowledged: split('unacknowledged'),
    oldestUnacknowledgedAt: oldest.sort()[0] ?? null,
    newestUnacknowledgedAt: {
      P1: newest('P1'),
      P2: newest('P2'),
      P3: newest('P3'),
      P4: newest('P4'),
    },
    shelved: aside.shelved,
    suppressed: aside.suppressed,
    outOfService: aside.out_of_service,
    outOfServiceRequests: aside.out_of_service_requests,
    floods,
  };
}

/** An alarm without what people wrote of it and who they are: a wall shows it to whoever passes. */
export const alarmForDisplay = (alarm: Alarm): Alarm => ({
  ...alarm,
  details: null,
  acknowledgedBy: null,
  acknowledgedByName: null,
  acknowledgedFrom: null,
  acknowledgementNote: null,
  resolutionNotes: null,
  shelved: null,
  assignedTo: null,
  assignedToName: null,
  lastComment: null,
});

/** Which alarms of a set an action was done to, and why the others were left alone. */
export function actedOf(rows: readonly ActedRow[]): Acted {
  return {
    done: rows.flatMap(({ id, skipped }) => (skipped === null ? [id] : [])),
    skipped: rows.flatMap(({ id, skipped }) => (skipped === null ? [] : [{ id, reason: skipped }])),
  };
}
