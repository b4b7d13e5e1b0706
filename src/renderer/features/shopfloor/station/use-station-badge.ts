import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { badgePresentation } from '#contract/identity/session.ts';
import { client } from '#lib/core.ts';
import { useBadgeScan } from '#lib/use-badge-scan.ts';
import { useStream } from '#lib/use-stream.ts';

/** A badge that was shown at this station. */
export interface ShownBadge {
  readonly badge: z.infer<typeof badgePresentation>;
  /** Last four digits, where a serial reader read it. */
  readonly lastFour: string | null;
}

/** Hears every badge shown at this station, by whichever kind of reader. */
export function useStationBadges(onBadge: (shown: ShownBadge) => void): void {
  useStream(
    (signal) => client.identity.session.badgeReads(undefined, { signal }),
    ({ readId, lastFour }) => onBadge({ badge: { from: 'reader', readId }, lastFour }),
  );
  useBadgeScan((scan) => onBadge({ badge: { from: 'wedge', ...scan }, lastFour: null }));
}

/** How long a notice stands. Milliseconds. */
const SHOWN_FOR = 8_000;

/** Something to show for a while; the newest counts. */
export function useNotice<Notice>(): readonly [Notice | null, (notice: Notice) => void] {
  const [notice, setNotice] = useState<Notice | null>(null);
  useEffect(() => {
    if (notice === null) return undefined;
    const timer = setTimeout(() => setNotice(null), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [notice]);
  return [notice, setNotice];
}
