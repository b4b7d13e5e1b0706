import type { Clock } from '#platform/clock/clock.ts';
import type { NodeLink } from '#platform/serial/node-link.ts';
import type { LineSample } from './line-minutes.queries.ts';

/** Watches how good the line to a node is. */
export interface LineSampler {
  /** Sends the node a ping and keeps how long its answer took. */
  measure(): Promise<void>;
  /** What happened since the last take. */
  take(): LineSample;
}

const countersOf = ({ link, session }: NodeLink) => {
  const { goodFrames, badFrames, reconnects } = link.status().counters;
  const { noise, ...bad } = badFrames;
  return {
    goodFrames,
    badFrames: Object.values(bad).reduce((sum, count) => sum + count, 0),
    resyncs: noise,
    lostFrames: session.quality.missed,
    duplicates: session.quality.duplicates,
    reconnects,
  };
};

type Counters = ReturnType<typeof countersOf>;

/** What was added; a number that arrived late after all is taken off the lost ones later. */
function difference(now: Counters, before: Counters): Counters {
  const names = Object.keys(now) as (keyof Counters)[];
  return Object.fromEntries(
    names.map((name) => [name, Math.max(0, now[name] - before[name])]),
  ) as Counters;
}

/** Makes a sampler that counts from now on. */
export function lineSampler(nodeLink: NodeLink, clock: Clock): LineSampler {
  let before = countersOf(nodeLink);
  let roundTrips: number[] = [];
  return {
    async measure() {
      const sentAt = clock.monotonic();
      const { kind } = await nodeLink.command({ t: 'ping' });
      if (kind === 'done') roundTrips.push(clock.monotonic() - sentAt);
    },
    take() {
      const now = countersOf(nodeLink);
      const counted = difference(now, before);
      before = now;
      const times = roundTrips;
      roundTrips = [];
      const sum = times.reduce((total, time) => total + time, 0);
      return {
        ...counted,
        roundTripMs: times.length === 0 ? null : sum / times.length,
        roundTripMostMs: times.length === 0 ? null : Math.max(...times),
        uptimeSeconds: nodeLink.session.hello?.uptime ?? null,
      };
    },
  };
}
