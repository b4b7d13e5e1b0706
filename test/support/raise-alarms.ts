import { createAlarmRaiser } from '#domains/alarms/alarm-raiser.ts';
import type { Raise } from '#domains/alarms/given.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { createDatabase } from '#platform/database/create-database.ts';
import { DATABASE, readCredentials } from '#platform/database/embedded/credentials.ts';
import { targetOf } from '#platform/database/embedded/embedded-target.ts';
import { layoutOf } from '#platform/database/embedded/layout.ts';
import { silentLog } from '#platform/log/log.ts';

/** Raises alarms beside a running program, as another process of the site would. */
export async function raiseBeside(dataDir: string, raises: readonly Raise[]): Promise<void> {
  const layout = layoutOf(dataDir);
  const target = targetOf(layout, await readCredentials(layout.credentials), 'app', DATABASE);
  await using database = createDatabase(target, { clock: systemClock, log: silentLog });
  await createAlarmRaiser(database).raise(raises);
}

/** Badge readers that nobody has, each named after its number, as sources of alarms that stand until they are cleared. */
export const lostReaders = (...numbers: readonly number[]): Raise[] =>
  numbers.map((number) => ({
    alarmType: 'reader_link_down',
    source: { type: 'reader', id: `spare-${number}`, name: `Spare reader ${number}` },
  }));
