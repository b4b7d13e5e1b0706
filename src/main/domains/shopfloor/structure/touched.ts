import type { Change } from '#platform/changes/changes.ts';
import type { TouchedKeys } from './machine-tiles.queries.ts';

/** Keys of changed rows by table, or null when so much changed that everything should be loaded. */
export function keysByTopic(
  changes: readonly Change[],
): (TouchedKeys & { readonly machines: readonly string[] }) | null {
  if (changes.some(({ ids }) => ids === null)) return null;
  const of = (...topics: string[]): string[] =>
    changes.filter(({ topic }) => topics.includes(topic)).flatMap(({ ids }) => ids ?? []);
  return {
    machines: of('shopfloor.machines', 'shopfloor.machine_logs'),
    sessions: of('shopfloor.machine_sessions'),
    nodes: of('shopfloor.nodes'),
    zones: of('shopfloor.zones'),
    areas: of('shopfloor.areas'),
    estops: of('shopfloor.estop_events'),
  };
}
