import type { Clock } from '#platform/clock/clock.ts';
import { type BadgeTechnology, type BadgeUid, refuseUid, type UidRefusal } from './badge-uid.ts';
import { deadlineTimer } from './deadline-timer.ts';
import { type Link, startLink } from './link.ts';
import { listeners } from './listeners.ts';
import { presence, type PresenceEvent } from './presence.ts';
import {
  defaultReaderSettings,
  type ReaderProfileId,
  readerProfiles,
  type ReaderSettings,
} from './reader-profiles.ts';
import type { Transport } from './transport.ts';

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
  readonly link: Link<BadgeUid>;
  onEvent(listener: (event: ReaderEvent) => void): Disposable;
}

/** Opens a reader and keeps it open. */
export function startBadgeReader(options: BadgeReaderOptions): BadgeReader {
  const { transport, clock } = options;
  const settings = options.settings ?? defaultReaderSettings;
  const profile = readerProfiles[options.profile];
  const filter = presence<BadgeUid>(profile.presence, (uid) => `${uid.technology} ${uid.hex}`);
  const events = listeners<[ReaderEvent]>();

  function tell({ kind, badge }: PresenceEvent<BadgeUid>): void {
    const read = { uid: badge.hex, technology: badge.technology, at: clock.now() };
    const refusal = refuseUid(badge);
    if (kind === 'gone') events.call({ kind: 'gone', read });
    else if (refusal) events.call({ kind: 'refused', reason: refusal, read });
    else events.call({ kind: 'read', read });
  }

  const timer = deadlineTimer(
    clock,
    () => filter.deadline,
    (at) => filter.elapse(at).forEach(tell),
  );
  const link = startLink<BadgeUid>({
    transport,
    clock,
    decoder: () => profile.decoder(settings),
    describe: (uid) => `${uid.technology} ${uid.hex}`,
  });
  link.onFrame((uid) => {
    filter.read(uid, clock.monotonic()).forEach(tell);
    timer.arm();
  });
  return {
    link,
    onEvent: events.add,
    async [Symbol.asyncDispose]() {
      timer[Symbol.dispose]();
      await link[Symbol.asyncDispose]();
    },
  };
}
