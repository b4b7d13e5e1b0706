import { useState } from 'react';
import type { z } from 'zod';
import type { badgePresentation } from '#contract/identity/session.ts';
import { client } from '#lib/core.ts';
import { useBadgeScan } from '#lib/use-badge-scan.ts';
import { useStream } from '#lib/use-stream.ts';

/** A badge that was held to a reader of this workstation, or typed by a keyboard reader. */
export interface BadgeRead {
  readonly badge: z.infer<typeof badgePresentation>;
  /** Last four digits and reader, where a serial reader read it; null for a keyboard reader. */
  readonly read: { readonly lastFour: string; readonly readerName: string } | null;
}

/** Hears badges of every kind of reader while the component is there. */
export function useBadgeReads(onRead: (read: BadgeRead) => void): void {
  useStream(
    (signal) => client.identity.readers.reads(undefined, { signal }),
    ({ readId, lastFour, readerName }) =>
      onRead({ badge: { from: 'reader', readId }, read: { lastFour, readerName } }),
  );
  useBadgeScan((scan) => onRead({ badge: { from: 'wedge', ...scan }, read: null }));
}

/** Two readings of one badge; the second confirms the first. */
export interface Readings {
  readonly first: BadgeRead | null;
  readonly second: BadgeRead | null;
}

const none: Readings = { first: null, second: null };

/** The next state after a reading; a third one is not heard, because both are there. */
function withReading(readings: Readings, read: BadgeRead): Readings {
  if (readings.first === null) return { first: read, second: null };
  return readings.second === null ? { ...readings, second: read } : readings;
}

/** Collects two readings of one badge; `startAgain` forgets both. */
export function useTwoReadings(): Readings & { readonly startAgain: () => void } {
  const [readings, setReadings] = useState(none);
  useBadgeReads((read) => setReadings((before) => withReading(before, read)));
  return { ...readings, startAgain: () => setReadings(none) };
}
