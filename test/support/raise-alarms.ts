import { createAlarmRaiser } from '#domains/alarms/alarm-raiser.ts';
import type { Clear, Raise } from '#domains/alarms/given.ts';
import { openBeside } from './beside.ts';

/** Raises alarms beside a running program, as another process of the site would. */
export async function raiseBeside(dataDir: string, raises: readonly Raise[]): Promise<void> {
  await using database = await openBeside(dataDir);
  await createAlarmRaiser(database).raise(raises);
}

/** Clears alarms beside a running program. */
export async function clearBeside(dataDir: string, clears: readonly Clear[]): Promise<void> {
  await using database = await openBeside(dataDir);
  await createAlarmRaiser(database).clear(clears);
}

/** Badge readers that nobody has, each named after its number, as sources of alarms that stand until they are cleared. */
export const lostReaders = (...numbers: readonly number[]): Raise[] =>
  numbers.map((number) => ({
    alarmType: 'reader_link_down',
    source: { type: 'reader', id: `spare-${number}`, name: `Spare reader ${number}` },
  }));
