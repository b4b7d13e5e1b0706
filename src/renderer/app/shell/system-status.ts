import { create } from 'zustand';
import type { SystemStatus } from '#contract/operations.ts';
import { client } from '#lib/core.ts';
import { useStream } from '#lib/use-stream.ts';

const useStatusStore = create<{ readonly status: SystemStatus | null }>()(() => ({ status: null }));

/** Hears how the system is; the shell does this once for everything in it. */
export function useFollowSystemStatus(): void {
  useStream(
    (signal) => client.operations.statusStream(undefined, { signal }),
    (status) => useStatusStore.setState({ status }),
  );
}

/** How the system is, as the core said last; `null` until it has. */
export function useSystemStatus(): SystemStatus | null {
  return useStatusStore((state) => state.status);
}
