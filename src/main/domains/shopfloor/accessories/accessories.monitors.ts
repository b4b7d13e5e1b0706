import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { listDisobedient } from './terminals.queries.ts';

/** An output has this long to follow its order. Milliseconds. */
const FOLLOWS_WITHIN_MS = 6000;

/** Alarms outputs that do not follow their orders, whichever process drives them. */
export const accessoryAnswers = (alarms: AlarmRaiser): Monitor => ({
  name: 'shopfloor.accessory-answers',
  intervalMs: 3000,
  deadlineMs: 20_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      const outputs = await listDisobedient(tx, FOLLOWS_WITHIN_MS);
      const conditions = outputs.map(({ id, name, node_name: node, wanted }) => ({
        source: { type: 'accessory', id, name },
        message: `${name} at ${node} should be ${wanted ? 'on' : 'off'} and is not.`,
        details: { wanted: wanted ? 'on' : 'off', node },
      }));
      const { raised, cleared } = await alarms.reconcileIn(tx, 'accessory_no_answer', conditions);
      return { affected: raised + cleared };
    }),
});
