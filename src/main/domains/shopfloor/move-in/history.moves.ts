import type { Cells } from './cells.ts';
import type { Known } from './known.ts';
import { parentOf, referenceTo, type TableMoves } from './table-move.ts';

const enders = ['user', 'timeout', 'admin', 'estop'] as const;

/** Names that other programs give to what has a name here. Everything else keeps its own. */
const eventNames: Readonly<Record<string, string>> = {
  session_start: 'session-started',
  session_started: 'session-started',
  session_end: 'session-ended',
  session_ended: 'session-ended',
  timeout_warning: 'session-warned',
  session_warning: 'session-warned',
};

/** The source's key of the person whose badge is meant; null where nobody's is. */
function badgeOwner(cells: Cells, known: Known): number | null {
  const tag = cells.text('rfid_tag', 50)?.trim() ?? '';
  if (tag === '') return null;
  const uid = known.badges.uidOf(tag);
  const owner = uid && known.badgeOwners.get(known.badges.hashOf(uid));
  if (owner !== null && owner !== undefined) return owner;
  cells.note('rfid_tag', 'badge-not-enrolled');
  return null;
}

/** Whether a session may go on here: the newest running one of a machine that nobody else runs here. */
function staysActive(cells: Cells, known: Known, machineId: number): boolean {
  if (!cells.flag('active', false)) return false;
  const key = known.hereKey('machines', machineId);
  const busy = key !== undefined && known.here.busyMachines.has(key);
  if (!busy && known.facts.newestActive.get(machineId) === cells.id) return true;
  cells.note('active', 'second-active-session');
  return false;
}

const later = (one: string, other: string): string => (one > other ? one : other);

/** How a session that is over ended; what the source leaves open is the last that is known of it. */
function endOf(cells: Cells, start: string, last: string) {
  const told = cells.time('end_time');
  if (told === null) cells.note('end_time', 'end-missing');
  else if (told < start) cells.note('end_time', 'end-before-start');
  const ended_by = cells.oneOf('ended_by', enders, 'timeout');
  return { end_time: later(told ?? last, start), ended_by };
}

/** A stop or drill that nothing has reset yet. */
function stands(cells: Cells, known: Known, at: string): boolean {
  const place = `${cells.integer('node_id')}/${cells.integer('zone_id')}`;
  return (known.facts.lastReset.get(place) ?? '') <= at;
}

/** What happened: sessions, lines of machines' logs, emergency stops. */
export const historyMoves: TableMoves = {
  machine_sessions: {
    adapt(cells, known) {
      const machine_id = parentOf(cells, known, 'machine_id', 'machines');
      const start_time = cells.requiredTime('start_time');
      const last_activity = later(cells.time('last_activity') ?? start_time, start_time);
      const active = staysActive(cells, known, machine_id);
      if (active && cells.raw('ended_by') !== null)
        cells.note('ended_by', 'ended-by-while-running');
      const badge_user = badgeOwner(cells, known);
      return {
        machine_id,
        user_id: referenceTo(cells, known, 'user_id', 'users'),
        badge_user,
        via: badge_user === null ? 'console' : 'reader',
        start_time,
        last_activity,
        active,
        ...(active ? {} : endOf(cells, start_time, last_activity)),
        activity_count: cells.within('activity_count', 0, 2_000_000_000, 0),
        timeout_warning_sent: cells.flag('timeout_warning_sent', false),
        notes: cells.text('notes', 2000),
      };
    },
  },
  machine_logs: {
    adapt(cells, known) {
      const event = cells.required('event_type', 50);
      const event_type = eventNames[event.toLowerCase()] ?? 'moved-in';
      return {
        machine_id: parentOf(cells, known, 'machine_id', 'machines'),
        user_id: referenceTo(cells, known, 'user_id', 'users'),
        session_id: referenceTo(cells, known, 'session_id', 'machine_sessions'),
        event_type,
        event_data: { event, data: cells.json('event_data') },
        timestamp: cells.requiredTime('timestamp'),
        ip_address: cells.address('ip_address'),
      };
    },
  },
  estop_events: {
    adapt(cells, known) {
      const event_type = cells.oneOf('event_type', ['emergency_stop', 'reset', 'test'], 'test');
      const timestamp = cells.requiredTime('timestamp');
      const node_id = referenceTo(cells, known, 'node_id', 'nodes');
      const zone_id = referenceTo(cells, known, 'zone_id', 'zones');
      if (event_type !== 'reset' && node_id === null && stands(cells, known, timestamp)) {
        return cells.reject('node_id', 'stop-without-node');
      }
      const acknowledged_at = cells.time('acknowledged_at');
      const needsNote = event_type === 'emergency_stop' && acknowledged_at === null;
      if (needsNote) cells.note('acknowledged_by', 'stop-unacknowledged');
      return {
        event_type,
        timestamp,
        node_id,
        zone_id,
        triggered_by: referenceTo(cells, known, 'triggered_by', 'users'),
        description: cells.text('description', 2000),
        acknowledged_by: referenceTo(cells, known, 'acknowledged_by', 'users'),
        acknowledged_at: acknowledged_at === null ? null : later(acknowledged_at, timestamp),
        acknowledge: needsNote,
      };
    },
  },
};
