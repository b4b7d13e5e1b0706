import type { Platform } from '#platform/platform.ts';
import type { LinkStatus } from '#platform/serial/link-state.ts';
import { alarmPlaces } from '../security/alarm-places.ts';
import type { IdentityAlarms } from '../security/identity-alarms.ts';
import type { ReaderLinks } from './reader-links.ts';

/** A reader that is plugged in again within this time was never worth an alarm. */
const GRACE_MS = 10_000;
const LOOK_EVERY_MS = 2_000;

type Standing = { readonly downSince: number | null; readonly told: 'up' | 'down' | 'nothing' };

const problemOf = ({ state, checkBaud }: LinkStatus): string =>
  state.kind === 'down'
    ? state.reason.message
    : checkBaud
      ? 'Bytes arrive but none is a frame: check the baud rate and the profile.'
      : 'The port is being opened.';

/** Raises an alarm for each reader of this process that stays down, and clears it when it is back. */
export function watchReaderLinks(
  { clock, log, database }: Platform,
  links: ReaderLinks,
  alarms: IdentityAlarms,
): Disposable {
  const standings = new Map<string, Standing>();

  async function tellDown(reader: { id: string; name: string; problem: string }): Promise<void> {
    const key = `reader:${reader.id}`;
    const places = await database.asSystem('reader-alarm', (tx) => alarmPlaces(tx, [key]));
    await alarms.readerDown(reader, places.get(key));
  }

  /** Remembers what is told while it is told; what could not be told is told in the next round. */
  async function tell(id: string, standing: Standing, telling: () => Promise<void>) {
    const before = standings.get(id)?.told ?? 'nothing';
    standings.set(id, standing);
    if (standing.told === before) return;
    try {
      await telling();
    } catch (error) {
      standings.set(id, { ...standing, told: before });
      throw error;
    }
  }

  async function look(id: string, name: string, status: LinkStatus): Promise<void> {
    const before = standings.get(id) ?? { downSince: null, told: 'nothing' };
    if (status.state.kind === 'up') {
      await tell(id, { downSince: null, told: 'up' }, () => alarms.readerUp(id));
      return;
    }
    const downSince = before.downSince ?? clock.monotonic();
    const late = clock.monotonic() - downSince >= GRACE_MS;
    const told = late ? 'down' : before.told;
    await tell(id, { downSince, told }, () => tellDown({ id, name, problem: problemOf(status) }));
  }

  /** Removed or switched off on purpose: nothing is wrong any more. */
  async function forget(open: ReadonlySet<string>): Promise<void> {
    for (const [id, { told }] of standings) {
      if (open.has(id)) continue;
      standings.delete(id);
      if (told === 'down') await alarms.readerUp(id);
    }
  }

  async function round(): Promise<void> {
    const open = links.open();
    for (const { id, name, status } of open) await look(id, name, status);
    await forget(new Set(open.map(({ id }) => id)));
  }

  return clock.every(LOOK_EVERY_MS, () => {
    round().catch((error: unknown) => log.error('A reader alarm could not be raised.', error));
  });
}
