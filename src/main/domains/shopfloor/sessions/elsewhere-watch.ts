import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { SecurityService } from '#domains/identity/security/security.service.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { findElsewhere, isElsewhereRecorded } from './elsewhere.queries.ts';

/** Alarms while one person runs machines in several areas, and tells of it once. */
export const elsewhereWatch = (alarms: AlarmRaiser, security: SecurityService): Monitor => ({
  name: 'shopfloor.session-elsewhere',
  intervalMs: 10_000,
  deadlineMs: 20_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      const found = await findElsewhere(tx);
      for (const person of found) {
        if (await isElsewhereRecorded(tx, person)) continue;
        await security.record(tx, {
          eventType: 'session-elsewhere',
          userId: person.user_id,
          success: false,
          resourceType: 'user',
          resourceId: person.user_id,
          appContext: 'shopfloor',
          details: { machines: person.machines, sessions: person.session_ids },
        });
      }
      await alarms.reconcileIn(
        tx,
        'session_elsewhere',
        found.map(({ user_id: id, full_name: name, machines }) => ({
          source: { type: 'user', id, name },
          message: `Runs ${machines}.`,
        })),
      );
      return { affected: found.length };
    }),
});
