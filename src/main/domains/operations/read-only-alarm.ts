import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { Database } from '#platform/database/database.ts';
import type { Platform } from '#platform/platform.ts';

type Needs = Pick<Platform, 'log' | 'host'> & { readonly database: Pick<Database, 'onState'> };

/**
 * A database that takes no changes cannot keep an alarm either: consoles show that state at once, and
 * the alarm with its time is written, raised and cleared, as soon as changes are taken again.
 */
export function watchReadOnly({ database, log, host }: Needs, alarms: AlarmRaiser): Disposable {
  let spell: { readonly since: Date; readonly reason: string } | null = null;

  async function keep(from: Date, reason: string): Promise<void> {
    const { installationId: id, workstation } = host;
    const source = { type: 'database', id, name: `Database, as reached from ${workstation}` };
    const message = `It took no changes from ${from.toISOString()} until now: ${reason}.`;
    await alarms.raise([{ alarmType: 'database_read_only', source, message }]);
    await alarms.clear([{ alarmType: 'database_read_only', source }]);
  }

  return database.onState((state) => {
    if (state.kind === 'read-only') spell ??= state;
    if (state.kind !== 'online' || spell === null) return;
    keep(spell.since, spell.reason).catch((error: unknown) =>
      log.error('That the database took no changes was not kept as an alarm.', error),
    );
    spell = null;
  });
}
