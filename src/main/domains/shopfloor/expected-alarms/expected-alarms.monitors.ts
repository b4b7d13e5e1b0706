import type { AlarmConditions } from '#domains/alarms/alarms.service.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { listExpectedAlarms } from './expected-alarms.queries.ts';

const rules = ['maintenance', 'emergency_stop'] as const;

/**
 * Lets the rules of suppression hold where something is expected, and ends them within a second of
 * its end (ISA-18.2): what is active then asks for attention at once.
 */
export const expectedAlarms = (alarms: AlarmConditions): Monitor => ({
  name: 'shopfloor.expected-alarms',
  intervalMs: 900,
  deadlineMs: 10_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      const expected = await listExpectedAlarms(tx);
      let affected = 0;
      for (const rule of rules) {
        const suppressions = expected
          .filter((one) => one.rule === rule)
          .map(({ source_type: type, id, name, alarm_type: alarmType, reason }) => ({
            source: { type, id, name },
            alarmType,
            reason,
          }));
        affected += await alarms.reconcileSuppressionIn(tx, rule, suppressions);
      }
      return { affected };
    }),
});
