import { useState } from 'react';
import type { z } from 'zod';
import type { badgePresentation } from '#contract/identity/session.ts';
import { client } from '#lib/core.ts';
import { useBadgeScan } from '#lib/use-badge-scan.ts';
import { useStream } from '#lib/use-stream.ts';

/** A badge that was held to a reader or scanned into this window. */
export interface PresentedBadge {
  readonly badge: z.infer<typeof badgePresentation>;
  /** Last four digits and reader, where a serial reader read it. */
  readonly read: { readonly lastFour: string; readonly readerName: string } | null;
}

/** The badge presented last at this workstation, by any kind of reader; `forget` clears it. */
export function useBadge(): {
  readonly presented: PresentedBadge | null;
  readonly forget: () => void;
} {
  const [presented, setPresented] = useState<PresentedBadge | null>(null);
  useStream(
    (signal) => client.identity.session.badgeReads(undefined, { signal }),
    ({ readId, lastFour, readerName }) =>
      setPresented({ badge: { from: 'reader', readId }, read: { lastFour, readerName } }),
  );
  useBadgeScan((scan) => setPresented({ badge: { from: 'wedge', ...scan }, read: null }));
  return { presented, forget: () => setPresented(null) };
}
