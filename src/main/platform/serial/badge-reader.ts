import type { Clock } from '#platform/clock/clock.ts';
import { type BadgeTechnology, type BadgeUid, refuseUid, type UidRefusal } from './badge-uid.ts';
import { deadlineTimer } from './deadline-timer.ts';
import { type Link, startLink } from './link.ts';
import { listeners } from './listeners.ts';
import type { Asking } from './polling.ts';
import { presence, type PresenceEvent } from './presence.ts';
import type { ReaderDriver, ReaderSettings } from './reader-driver.ts';
import { describeReaderFrame, type ReaderFrame, readingOf } from './reader-frame.ts';
import { defaultReaderSettings, type ReaderProfileId, readerProfiles } from './reader-profiles.ts';
import { traceFilter } from './trace-filter.ts';
import type { Transport } from './transport.ts';
import { LinkError } from './write-queue.ts';

/** A badge was laid on a reader. Told once, however long it lies there. */
export interface BadgeRead {
  /** Canonical UID, upper-case hexadecimal. */
  readonly uid: string;
  readonly technology: BadgeTechnology;
  readonly at: Date;
}

/** What a reader tells. */
export type ReaderEvent =
  | { readonly kind: 'read'; readonly read: BadgeRead }
  | { readonly kind: 'gone'; readonly read: BadgeRead }
  /** The badge cannot identify anybody. */
  | { readonly kind: 'refused'; readonly reason: UidRefusal; readonly read: BadgeRead };

/** What a reader needs. */
export interface BadgeReaderOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly profile: ReaderProfileId;
  readonly settings?: ReaderSettings;
}

/** A badge reader on a link of its own. Disposing closes the link. */
export interface BadgeReader extends AsyncDisposable {
  /** State, counters and trace of the reader's port. */
  readonly link: Link<ReaderFrame>;
  onEvent(listener: (event: ReaderEvent) => void): Disposable;
}

/** Tells badges that come and go from single readings. */
function badgeEvents(clock: Clock, driver: ReaderDriver) {
  const filter = presence<BadgeUid>(driver.presence, (uid) => `${uid.technology} ${uid.hex}`);
  const events = listeners<[ReaderEvent]>();

  function tell({ kind, badge }: PresenceEvent<BadgeUid>): void {
    const read = { uid: badge.hex, technology: badge.technology, at: clock.now() };
    const refusal = refuseUid(badge);
    if (kind === 'gone') events.call({ kind: 'gone', read });
    else if (refusal) events.call({ kind: 'refused', reason: refusal, read });
    else events.call({ kind: 'read', read });
  }

  return {
    add: events.add,
    read: (uid: BadgeUid, at: number) => filter.read(uid, at).forEach(tell),
    elapse: (at: number) => filter.elapse(at).forEach(tell),
    get deadline() {
      return filter.deadline;
    },
  };
}

/** Sends what a polled reader is to be asked. */
async function sendQuestion(link: Link<ReaderFrame>, asking: Asking): Promise<void> {
  try {
    await link.send(asking.bytes, asking.routine);
  } catch (error) {
    // A question that was not sent is not answered, and is asked again for that; the state of the
    // link says why.
    if (!(error instanceof LinkError)) throw error;
  }
}

const earlier = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);

/** Opens a reader and keeps it open. */
export function startBadgeReader(options: BadgeReaderOptions): BadgeReader {
  const { transport, clock } = options;
  const profile = readerProfiles[options.profile];
  const driver = profile.driver(options.settings ?? defaultReaderSettings);
  const badges = badgeEvents(clock, driver);
  const { polling } = driver;
  const filter = traceFilter();
  let wasUp = false;

  const link = startLink<ReaderFrame>({
    transport,
    clock,
    decoder: driver.decoder,
    silenceMs: profile.silenceMs,
    describe: describeReaderFrame,
    routine: filter.routine,
  });
  const timer = deadlineTimer(
    clock,
    () => earlier(badges.deadline, polling?.deadline ?? null),
    (at) => {
      badges.elapse(at);
      ask(polling?.elapse(at));
    },
  );

  function ask(asking: Asking | null | undefined): void {
    if (asking) void sendQuestion(link, asking);
    timer.arm();
  }

  link.onStatus(({ state }) => {
    const isUp = state.kind === 'up';
    if (isUp === wasUp) return;
    wasUp = isUp;
    if (isUp) {
      filter.reset();
      ask(polling?.linkUp(clock.monotonic()));
    } else {
      polling?.linkDown();
      timer.arm();
    }
  });
  link.onFrame((frame) => {
    const at = clock.monotonic();
    const reading = readingOf(frame);
    if (reading?.kind === 'badge') badges.read(reading.uid, at);
    ask(polling?.heard(frame, at));
  });
  return {
    link,
    onEvent: badges.add,
    async [Symbol.asyncDispose]() {
      timer[Symbol.dispose]();
      await link[Symbol.asyncDispose]();
      timer[Symbol.dispose]();
    },
  };
}
