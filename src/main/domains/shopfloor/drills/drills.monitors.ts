import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { nodeSource, placedNodes } from '../nodes/node-alarms.ts';
import { decideDrills, listOverdueCircuits, missDrills } from './drill-outcomes.queries.ts';

/** Decides drills that have tripped, gives up those that did not, and alarms what is overdue. */
export const estopDrills = (alarms: AlarmRaiser): Monitor => ({
  name: 'shopfloor.estop-drills',
  intervalMs: 5000,
  deadlineMs: 20_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      const decided = await decideDrills(tx);
      const missed = await missDrills(tx);
      const circuits = await listOverdueCircuits(tx);
      const sources = await placedNodes(tx, circuits);
      const overdue = circuits.map((circuit, at) => ({
        source: sources[at] ?? nodeSource(circuit),
        details: { zone: circuit.zone_name, dueAt: circuit.due_at },
      }));
      const { raised, cleared } = await alarms.reconcileIn(tx, 'estop_drill_overdue', overdue);
      return {
        affected: decided + missed + raised + cleared,
        note: `${decided} decided, ${missed} missed`,
      };
    }),
});
