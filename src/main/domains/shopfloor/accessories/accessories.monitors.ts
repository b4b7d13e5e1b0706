import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { placeOf } from '../nodes/node-alarms.ts';
import { type DisobedientOutput, listDisobedient } from './terminals.queries.ts';

/** An output has this long to follow its order. Milliseconds. */
const FOLLOWS_WITHIN_MS = 6000;

const sourceOf = ({ id, name, area_id, area_name }: DisobedientOutput) => ({
  type: 'accessory',
  id,
  name,
  ...(area_id !== null && area_name !== null && placeOf({ area_id, area_name })),
});

const messageOf = ({ name, node_name: node, wanted }: DisobedientOutput): string =>
  `${name} at ${node} should be ${wanted ? 'on' : 'off'} and is not.`;

/** Alarms outputs that do not follow their orders, whichever process drives them. */
export const accessoryAnswers = (alarms: AlarmRaiser): Monitor => ({
  name: 'shopfloor.accessory-answers',
  intervalMs: 3000,
  deadlineMs: 20_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      const outputs = await listDisobedient(tx, FOLLOWS_WITHIN_MS);
      const conditions = outputs.map((output) => ({
        source: sourceOf(output),
        message: messageOf(output),
        details: { wanted: output.wanted ? 'on' : 'off', node: output.node_name },
      }));
      const { raised, cleared } = await alarms.reconcileIn(tx, 'accessory_no_answer', conditions);
      return { affected: raised + cleared };
    }),
});
