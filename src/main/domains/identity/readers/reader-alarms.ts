import type { Platform } from '#platform/platform.ts';
import type { LinkStatus } from '#platform/serial/link-state.ts';
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
  { clock, log }: Platform,
  links: ReaderLinks,
  alarms: IdentityAlarms,
): Disposable {
  const standings = new Map<string, Standing>();

  async function look(id: string, name: string, status: LinkStatus): Promise<void> {
    const before = standings.get(id) ?? { downSince: null, told: 'nothing' };
    if (status.state.kind === 'up') {
      standings.set(id, { downSince: null, told: 'up' });
      if (before.told !== 'up') await alarms.readerUp(id);
      return;
    }
    const downSince = before.downSince ?? clock.monotonic();
    const late = clock.monotonic() - downSince >= GRACE_MS;
    standings.set(id, { downSince, told: late ? 'down' : before.told });
    if (late && before.told !== 'down') {
      await alarms.readerDown({ id, name, problem: problemOf(status) });
    }
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
