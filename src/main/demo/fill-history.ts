import type { Database, Tx } from '#platform/database/database.ts';
import { personas, workers } from './people.ts';

/** Days of use before the demonstration begins. */
const DAYS = 21;

/** A working day, in minutes after midnight UTC. */
const OPENS = 0;
const CLOSES = 12 * 60;

interface Place {
  readonly machine: string;
  readonly area: string;
  readonly zone: string;
  readonly code: string;
}

type Random = () => number;

/** Numbers that look random and are the same each time (mulberry32). */
function repeatable(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Writes three weeks of past use and refusals. The past cannot be lived through the contract, so this is the one
 * part of the demonstration that is written straight to the tables.
 */
export async function fillHistory(database: Database, now: Date): Promise<void> {
  const random = repeatable(20);
  await database.asSystem('demo', async (tx) => {
    const operators = await operatorsByArea(tx);
    const everybody = [...new Set([...operators.values()].flat())];
    for (const place of await machinePlaces(tx)) {
      const people = operators.get(place.code) ?? [];
      const days = [...Array(DAYS).keys()].map((day) => midnight(now, day + 1));
      const visits = days.flatMap((day) => dayAt(place, day, people, random));
      if (visits.length > 0) {
        await tx.insertInto('shopfloor.machine_sessions').values(visits).execute();
      }
      const refused = days.flatMap((day) => refusalsAt(place, day, everybody, random));
      if (refused.length > 0) {
        await tx.insertInto('shopfloor.machine_logs').values(refused).execute();
      }
    }
  });
}

const midnight = (now: Date, daysAgo: number): number =>
  Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - daysAgo);

function machinePlaces(tx: Tx): Promise<Place[]> {
  return tx
    .selectFrom('shopfloor.machines as machine')
    .innerJoin('shopfloor.zones as zone', 'zone.id', 'machine.zone_id')
    .innerJoin('shopfloor.areas as area', 'area.id', 'zone.area_id')
    .select(['machine.id as machine', 'area.id as area', 'zone.id as zone', 'area.code'])
    .orderBy('machine.machine_id')
    .execute();
}

/** Keys of the people who may run machines, by the code of the area. */
async function operatorsByArea(tx: Tx): Promise<ReadonlyMap<string, string[]>> {
  const found = await tx.selectFrom('identity.users').select(['id', 'username']).execute();
  const keys = new Map(found.map(({ id, username }) => [username, id]));
  const byArea = new Map<string, string[]>();
  for (const { username, areas } of [...personas, ...workers]) {
    const key = keys.get(username);
    for (const [code, level] of Object.entries(areas)) {
      if (key && level === 'operate') byArea.set(code, [...(byArea.get(code) ?? []), key]);
    }
  }
  return byArea;
}

/** One day of a machine: people come one after the other, with pauses. */
function dayAt(place: Place, day: number, people: readonly string[], random: Random) {
  const visits = [];
  let minute = OPENS + random() * 120;
  while (people.length > 0) {
    const length = 4 + random() ** 2 * 170;
    if (minute + length > CLOSES) return visits;
    const user = people[Math.floor(random() * people.length)] ?? null;
    visits.push(visit(place, user, day + minute * 60_000, length * 60_000, random));
    minute += length + 5 + random() * 150;
  }
  return visits;
}

/** Why people are turned away, the frequent reasons more than once. */
const reasons = [
  'not-trained',
  'not-trained',
  'machine-busy',
  'machine-to-check',
  'badge-unknown',
  'node-offline',
] as const;

/** On one day in three somebody is turned away from a machine. */
function refusalsAt(place: Place, day: number, people: readonly string[], random: Random) {
  if (random() > 0.33) return [];
  const reason = reasons[Math.floor(random() * reasons.length)] ?? 'machine-busy';
  const person = people[Math.floor(random() ** 2 * people.length)] ?? null;
  const at = day + (OPENS + random() * (CLOSES - OPENS)) * 60_000;
  return [
    {
      machine_id: place.machine,
      area_id: place.area,
      user_id: reason === 'badge-unknown' ? null : person,
      event_type: 'session-refused',
      reason,
      timestamp: new Date(at).toISOString(),
    },
  ];
}

function visit(
  place: Place,
  user: string | null,
  startMs: number,
  lengthMs: number,
  random: Random,
) {
  const at = (ms: number): string => new Date(startMs + ms).toISOString();
  const forgotten = random() < 0.06;
  return {
    user_id: user,
    machine_id: place.machine,
    area_id: place.area,
    zone_id: place.zone,
    started_via: 'reader',
    start_time: at(0),
    end_time: at(lengthMs),
    active: false,
    activity_count: Math.floor(lengthMs / 40_000),
    last_activity: at(forgotten ? lengthMs / 2 : lengthMs),
    ended_by: forgotten ? 'timeout' : random() < 0.02 ? 'admin' : 'user',
    end_inferred: random() < 0.02,
    release_state: 'locked',
    release_requested_at: at(0),
    released_at: at(80),
    lock_requested_at: at(lengthMs),
    locked_at: at(lengthMs + 90),
  };
}
