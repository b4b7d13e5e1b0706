import { create } from 'zustand';
import type { DeferredCounts } from '#contract/shopfloor/deferred.ts';
import { client } from './core.ts';
import { useStream } from './use-stream.ts';

const nothing: DeferredCounts = { waiting: 0, parked: 0 };

const useCountsStore = create<{ readonly counts: DeferredCounts }>()(() => ({ counts: nothing }));

/** Hears how many records wait for the database at this console; the shell does this once for all. */
export function useFollowWaitingRecords(): void {
  useStream(
    (signal) => client.shopfloor.deferred.counts(undefined, { signal }),
    (counts) => useCountsStore.setState({ counts }),
  );
}

/** How many records wait, as the core said last. */
export function useWaitingRecords(): DeferredCounts {
  return useCountsStore((state) => state.counts);
}
