import type { NodeLink } from '#platform/serial/node-link.ts';
import type { LineSample } from './line-minutes.queries.ts';

/** Watches how good the line to a node is. */
export interface LineSampler {
  /** The node answered an order after so many milliseconds. */
  answered(ms: number): void;
  /** What happened since the last take. */
  take(): LineSample;
}

function countersOf(nodeLink: NodeLink) {
  const { goodFrames, badFrames, resyncs, lost, duplicates } = nodeLink.quality();
  // Noise is what a restart sends; a frame that came broken says something of the line.
  const { noise: _noise, ...bad } = badFrames;
  return {
    goodFrames,
    badFrames: Object.values(bad).reduce((sum, count) => sum + count, 0),
    resyncs,
    lostFrames: lost,
    duplicates,
    reconnects: nodeLink.link.status().counters.reconnects,
  };
}

type Counters = ReturnType<typeof countersOf>;

/** What was added; a number that arrived late after all makes no count negative. */
function difference(now: Counters, before: Counters): Counters {
  const names = Object.keys(now) as (keyof Counters)[];
  return Object.fromEntries(
    names.map((name) => [name, Math.max(0, now[name] - before[name])]),
  ) as Counters;
}

/** Makes a sampler that counts from now on. */
export function lineSampler(nodeLink: NodeLink): LineSampler {
  let before = countersOf(nodeLink);
  let roundTrips = { count: 0, sum: 0, most: 0 };
  return {
    answered(ms) {
      const { count, sum, most } = roundTrips;
      roundTrips = { count: count + 1, sum: sum + ms, most: Math.max(most, ms) };
    },
    take() {
      const now = countersOf(nodeLink);
      const counted = difference(now, before);
      before = now;
      const { count, sum, most } = roundTrips;
      roundTrips = { count: 0, sum: 0, most: 0 };
      return {
        ...counted,
        roundTripMs: count === 0 ? null : sum / count,
        roundTripMostMs: count === 0 ? null : most,
        uptimeSeconds: nodeLink.session.hello?.uptime ?? null,
      };
    },
  };
}
