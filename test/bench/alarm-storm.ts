import { setTimeout as sleep } from 'node:timers/promises';
import type { AlarmSite } from './alarm-site.ts';
import { connectAs } from './bench-database.ts';

/** Raises of a storm, and how long it lasts. */
export const RAISES = 1_000;
const STORM_MS = 10_000;
/** Of as many things that go wrong at a node, one trips its emergency stop. */
const STOP_EVERY = 10;
/** A program that is starved by its machine is late, and loses nothing. */
const SETTLE_MS = 120_000;

/** An urgent alarm of a storm. */
export interface UrgentAlarm {
  readonly id: string;
  /** When its raise was committed: milliseconds since 1970 by the clock of this machine. */
  readonly committedAt: number;
}

/** What the database kept of a storm. */
export interface KeptStorm {
  /** Lines of the journal that say that something was raised. */
  readonly lines: number;
  /** Raises that alarms count as their occurrences. */
  readonly occurrences: number;
  /** Alarms that are open because of it. */
  readonly open: number;
  readonly urgent: readonly UrgentAlarm[];
}

/** Everything goes wrong at all nodes: faults, each with a code of its own, and every emergency stop. */
export async function storm({ nodes }: AlarmSite, name: string): Promise<void> {
  const started = performance.now();
  for (let raise = 0; raise < RAISES; raise += 1) {
    const node = nodes[raise % nodes.length];
    const turn = Math.floor(raise / nodes.length);
    // Each node has its stop at another turn, so that they are spread over the storm.
    if ((raise + turn) % STOP_EVERY === 0) node?.setEstop('tripped');
    else node?.fault(`${name}-${turn}`, 'Something is wrong with the node.', true);
    await sleep(Math.max(0, started + ((raise + 1) * STORM_MS) / RAISES - performance.now()));
  }
}

/** Resets every emergency stop, so that another storm can trip it again. */
export async function resetStops({ nodes }: AlarmSite): Promise<void> {
  for (const node of nodes) node.setEstop('normal');
  await sleep(STORM_MS / 5);
}

/** The last line of the journal so far. */
export async function journalEnd({ server }: AlarmSite): Promise<string> {
  await using superuser = await connectAs(server.dataDir, 'superuser');
  const { rows } = await superuser.query<{ id: string }>(
    'select coalesce(max(id), 0)::text as id from alarms.journal',
  );
  return rows[0]?.id ?? '0';
}

/** Reads what was kept since a line of the journal, once all is there or nothing more can be hoped for. */
export async function keptSince({ server }: AlarmSite, line: string): Promise<KeptStorm> {
  await using superuser = await connectAs(server.dataDir, 'superuser');
  const end = performance.now() + SETTLE_MS;
  for (;;) {
    const { rows } = await superuser.query<Omit<KeptStorm, 'urgent'>>(
      `with raises as (
         select alarm_id, event, coalesce((after ->> 'occurrences')::integer, 1) as counted,
                (before ->> 'occurrences')::integer as before
         from alarms.journal
         where id > $1 and event in ('raised', 'recurred', 'returned') and alarm_type in ('node_fault', 'estop_tripped'))
       select count(*)::integer as lines, coalesce(sum(counted - coalesce(before, 0)), 0)::integer as occurrences,
              (select count(*)::integer from alarms.alarms as a
               where not a.is_resolved and a.id in (select alarm_id from raises)) as open
       from raises`,
      [line],
    );
    const [kept] = rows;
    if (!kept) throw new Error('Counting answered no row.');
    if (kept.lines >= RAISES || performance.now() > end) {
      const urgent = await superuser.query<UrgentAlarm>(
        `select alarm_id as id,
                (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000)::double precision as "committedAt"
         from alarms.journal where id > $1 and annunciated and alarm_type = 'estop_tripped' order by id`,
        [line],
      );
      return { ...kept, urgent: urgent.rows };
    }
    await sleep(200);
  }
}
