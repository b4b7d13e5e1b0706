import { clearBeside } from '#test/support/raise-alarms.ts';
import { arranging, type WholeSite } from './site.ts';

/** Empties the queue of what earlier tests of the same site left, so that nothing waits or sounds. */
export async function quietQueue(site: WholeSite): Promise<void> {
  using console = await arranging(site);
  const { rows } = await console.client.alarms.list({ open: true, limit: 500 });
  const alarms = rows.flatMap(({ id, annunciation, state }) =>
    state.endsWith('unacked') ? [{ id, annunciation }] : [],
  );
  if (alarms.length > 0) {
    await console.client.alarms.acknowledge({ alarms, note: 'Before the next test' });
  }
  const spare = rows.filter(({ sourceId }) => sourceId.startsWith('spare-'));
  await clearBeside(
    site.server.dataDir,
    spare.map(({ alarmType, sourceType: type, sourceId: id }) => ({
      alarmType,
      source: { type, id },
    })),
  );
}
