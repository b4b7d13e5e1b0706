import { QueryClient } from '@tanstack/react-query';
import { isCoreError } from '#lib/core.ts';

/** Refusals that another attempt cannot change. */
const final = (error: Error): boolean => isCoreError(error) && error.status < 500;

/** What the console knows of the core's data. Change notices make it stale, not the clock. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 3 && !final(error),
    },
  },
});
