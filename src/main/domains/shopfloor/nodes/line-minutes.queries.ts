import { sql } from 'kysely';
import type { LineMinute } from '#contract/shopfloor/node-health.ts';
import type { Tx } from '#platform/database/database.ts';
import type { LineSums } from './node-status.ts';

/** What a line did since it was last asked. */
export interface LineSample {
  readonly goodFrames: number;
  readonly badFrames: number;
  readonly resyncs: number;
  readonly lostFrames: number;
  readonly duplicates: number;
  readonly reconnects: number;
  /** Milliseconds; null where nothing was measured. */
  readonly roundTripMs: number | null;
  readonly roundTripMostMs: number | null;
  readonly uptimeSeconds: number | null;
}

/** Adds what a line did to the running minute of the database's clock. */
export async function addLineSample(tx: Tx, nodeKey: string, sample: LineSample): Promise<void> {
  await sql`
    insert into shopfloor.node_line_minutes as kept (node_id, minute, good_frames, bad_frames, resyncs,
      lost_frames, duplicates, reconnects, round_trip_ms, round_trip_most_ms, uptime_seconds)
    values (${nodeKey}, date_trunc('minute', clock_timestamp(), 'UTC'), ${sample.goodFrames},
      ${sample.badFrames}, ${sample.resyncs}, ${sample.lostFrames}, ${sample.duplicates},
      ${sample.reconnects}, ${sample.roundTripMs}, ${sample.roundTripMostMs}, ${sample.uptimeSeconds})
    on conflict on constraint node_line_minutes_pkey do update set
      good_frames = kept.good_frames + excluded.good_frames,
      bad_frames = kept.bad_frames + excluded.bad_frames,
      resyncs = kept.resyncs + excluded.resyncs,
      lost_frames = kept.lost_frames + excluded.lost_frames,
      duplicates = kept.duplicates + excluded.duplicates,
      reconnects = kept.reconnects + excluded.reconnects,
      round_trip_ms = coalesce((kept.round_trip_ms + excluded.round_trip_ms) / 2,
        excluded.round_trip_ms, kept.round_trip_ms),
      round_trip_most_ms = greatest(kept.round_trip_most_ms, excluded.round_trip_most_ms),
      uptime_seconds = coalesce(excluded.uptime_seconds, kept.uptime_seconds)`.execute(tx);
}

/** The minutes of a line within the last `hours`, oldest first. Minutes without link are left out. */
export async function listLineMinutes(
  tx: Tx,
  nodeKey: string,
  hours: number,
): Promise<LineMinute[]> {
  return tx
    .selectFrom('shopfloor.node_line_minutes')
    .select([
      'minute as at',
      'good_frames as goodFrames',
      'bad_frames as badFrames',
      'resyncs',
      'lost_frames as lostFrames',
      'duplicates',
      'reconnects',
      'round_trip_ms as roundTripMs',
      'round_trip_most_ms as roundTripMostMs',
      'uptime_seconds as uptimeSeconds',
    ])
    .where('node_id', '=', nodeKey)
    .where('minute', '>', sql<string>`now() - make_interval(hours => ${hours})`)
    .orderBy('minute')
    .execute();
}

/** A line with what its last five minutes say, and whether it counts as bad so far. */
export interface LineVerdictRow extends LineSums {
  readonly nodeKey: string;
  readonly wasBad: boolean;
}

/** All lines that were counted lately or count as bad. */
export async function listLineSums(tx: Tx): Promise<LineVerdictRow[]> {
  const { rows } = await sql<LineVerdictRow>`
    select node.id as "nodeKey", coalesce(sum(line.good_frames), 0)::integer as "goodFrames",
      coalesce(sum(line.bad_frames), 0)::integer as "badFrames",
      exists (select from shopfloor.node_troubles as trouble
        where trouble.node_id = node.id and trouble.kind = 'line') as "wasBad"
    from shopfloor.nodes as node
    left join shopfloor.node_line_minutes as line
      on line.node_id = node.id and line.minute > now() - interval '5 minutes'
    group by node.id
    having count(line.minute) > 0 or exists (select from shopfloor.node_troubles as trouble
      where trouble.node_id = node.id and trouble.kind = 'line')
    order by node.id`.execute(tx);
  return rows;
}
