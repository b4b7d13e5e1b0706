import type { DecodeEvent, Decoder } from './codec.ts';
import { fromHex } from './hex.ts';
import { type Asking, type Polling, polling } from './polling.ts';
import type { PresenceRules } from './presence.ts';
import {
  type KnownDriver,
  plainLineDriver,
  rdm6300Driver,
  type ReaderDriver,
  type ReaderSettings,
  twn4Driver,
  twn4PollRules,
} from './reader-driver.ts';
import { type ReaderFrame, readingOf, type ReaderReading } from './reader-frame.ts';
import { hasTwn4Crc, parseTwn4Answer } from './twn4.ts';

/** Makes that can be told apart without harm to any of them. */
export type DetectableMake = 'rdm6300' | 'twn4' | 'plain-line';

/** Good frames of one make that settle the question. */
const FRAMES_TO_SETTLE = 2;
/** Silence after which a reader that may be a TWN4 is asked, in milliseconds. */
export const ASK_AFTER_MS = 2000;
/** Questions into silence; a reader that answers none of them speaks by itself, or not at all. */
export const MOST_ASKS = 5;
/** Bytes of no make that are told as one piece of garbage. */
const UNCLAIMED_BYTES = 64;

type Event = DecodeEvent<ReaderFrame>;
type Reading = DecodeEvent<ReaderReading>;

interface Candidate {
  readonly make: DetectableMake;
  decoder: Decoder<ReaderReading>;
  frames: number;
}

function isTwn4Line(line: Uint8Array): boolean {
  const message = fromHex(Buffer.from(line).toString('latin1'));
  if (!message) return false;
  const sealed = hasTwn4Crc(message) ? parseTwn4Answer(message.subarray(0, -2)) : null;
  return (parseTwn4Answer(message) ?? sealed) !== null;
}

/** An answer of a TWN4 is also a line of digits, and as such would be a UID that nobody has. */
function claims({ make }: Candidate, event: Reading): boolean {
  return event.kind === 'frame' && !(make === 'plain-line' && isTwn4Line(event.bytes));
}

/** Bytes that no make has claimed, told in pieces so that they stay few. */
function unclaimedBytes() {
  let held: number[] = [];
  return {
    get length() {
      return held.length;
    },
    add(chunk: Uint8Array): Event[] {
      const events: Event[] = [];
      for (const byte of chunk) {
        held.push(byte);
        if (held.length < UNCLAIMED_BYTES) continue;
        events.push({ kind: 'garbage', reason: 'noise', bytes: Uint8Array.from(held) });
        held = [];
      }
      return events;
    },
    forget(): void {
      held = [];
    },
  };
}

/** What one connection has shown so far. */
interface Search {
  /** Anything at all was heard since the last look. */
  heard: boolean;
  settled: DetectableMake | null;
  /** The make of the last good frame. */
  leading: DetectableMake | null;
}

const newSearch = (): Search => ({ heard: false, settled: null, leading: null });

/** Listens by the decoders of all makes until one of them has found enough. */
function searchingDecoder(
  drivers: Readonly<Record<DetectableMake, KnownDriver>>,
  search: Search,
  needed: (make: DetectableMake) => number,
): Decoder<ReaderFrame> {
  const candidates = (['rdm6300', 'twn4', 'plain-line'] as const).map((make): Candidate => ({
    make,
    decoder: drivers[make].decoder(),
    frames: 0,
  }));
  const unclaimed = unclaimedBytes();
  let winner: Decoder<ReaderReading> | null = null;

  function take(candidate: Candidate, event: Reading): Event | null {
    if (winner === candidate.decoder) return event;
    if (event.kind !== 'frame' || !claims(candidate, event)) return null;
    const { make } = candidate;
    for (const other of candidates) other.frames = other === candidate ? other.frames + 1 : 0;
    search.leading = make;
    if (candidate.frames < needed(make)) return { ...event, frame: { kind: 'candidate', make } };
    winner = candidate.decoder;
    search.settled = make;
    return { ...event, frame: { kind: 'recognised', make, reading: event.frame } };
  }

  /**
   * What one make has claimed belongs to no other, but all hear the beginning of what follows: a
   * frame without it may look like a whole one of another make.
   */
  function beginAnew(claimant: Candidate, chunk: Uint8Array): void {
    const following = Math.min(claimant.decoder.buffered, chunk.length);
    for (const other of candidates) {
      if (other === claimant) continue;
      other.decoder = drivers[other.make].decoder();
      other.decoder.push(chunk.subarray(chunk.length - following));
    }
  }

  function listen(chunk: Uint8Array): Event[] {
    for (const candidate of candidates) {
      const events = candidate.decoder.push(chunk).flatMap((event) => take(candidate, event) ?? []);
      if (winner || events.length > 0) {
        unclaimed.forget();
        beginAnew(candidate, chunk);
        return events;
      }
    }
    return unclaimed.add(chunk);
  }

  return {
    push(chunk) {
      search.heard ||= chunk.length > 0;
      return winner ? winner.push(chunk) : listen(chunk);
    },
    get buffered() {
      if (winner) return winner.buffered;
      return Math.max(unclaimed.length, ...candidates.map(({ decoder }) => decoder.buffered));
    },
  };
}

/** Only into silence, so that no question meets what a reader says by itself. */
function isQuiet(current: Search): boolean {
  const silent = !current.heard || current.leading === 'twn4';
  current.heard = false;
  return silent;
}

/** Asks as a TWN4 is asked: a few times into silence, and for good once it turned out to be one. */
function searchPolling(search: () => Search): Polling<ReaderFrame> {
  const rules = twn4PollRules('ascii');
  const [question] = rules.asks;
  const known = polling(rules);
  let next: number | null = null;
  let asked = 0;

  function elapse(at: number): Asking | null {
    const current = search();
    if (current.settled) return known.elapse(at);
    if (next === null || at < next) return null;
    const asks = isQuiet(current);
    if (asks) asked += 1;
    next = asked < MOST_ASKS ? at + ASK_AFTER_MS : null;
    return asks ? { bytes: question.bytes, routine: false } : null;
  }

  return {
    linkUp(at) {
      asked = 0;
      next = at + ASK_AFTER_MS;
      return null;
    },
    linkDown() {
      next = null;
      known.linkDown();
    },
    heard(frame, at) {
      if (frame.kind === 'recognised') {
        next = null;
        return frame.make === 'twn4' ? known.linkUp(at) : null;
      }
      const reading = readingOf(frame);
      return reading && known.heard(reading, at);
    },
    elapse,
    get deadline() {
      return next ?? known.deadline;
    },
  };
}

/** Rules that may change while a reader is open. */
function changingRules(current: () => PresenceRules): PresenceRules {
  return {
    get confirmReads() {
      return current().confirmReads;
    },
    get confirmWithinMs() {
      return current().confirmWithinMs;
    },
    get goneAfterMs() {
      return current().goneAfterMs;
    },
  };
}

/**
 * A reader of which nobody said what it is. It settles on the make of which it heard two good
 * frames, anew for each connection, because another reader may be plugged in; for the make found
 * before, one frame is enough. Until then no badge is told.
 */
export function detectingDriver(settings: ReaderSettings): ReaderDriver {
  const drivers = {
    rdm6300: rdm6300Driver(settings),
    twn4: twn4Driver('ascii', settings),
    'plain-line': plainLineDriver(settings),
  };
  let search = newSearch();
  let lastFound: DetectableMake = 'rdm6300';
  let foundBefore = false;
  const needed = (make: DetectableMake): number =>
    foundBefore && make === lastFound ? 1 : FRAMES_TO_SETTLE;

  return {
    presence: changingRules(() => drivers[search.settled ?? lastFound].presence),
    decoder() {
      if (search.settled) {
        lastFound = search.settled;
        foundBefore = true;
      }
      search = newSearch();
      return searchingDecoder(drivers, search, needed);
    },
    polling: searchPolling(() => search),
  };
}
