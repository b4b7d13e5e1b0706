import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type {
  PeopleReport,
  ReportFilter,
  UseReport,
  UseSettings,
} from '#contract/shopfloor/reports.ts';
import { orpc } from '#lib/core.ts';

/** A thing that is asked for, as the screens show it. */
export interface Asked<Answer> {
  readonly data: Answer | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

const topics = ['shopfloor.use_statistics'];

/** How use is summed up, and up to when. */
export function useUseSettings(): Asked<UseSettings> {
  return useQuery(orpc.shopfloor.reports.settings.queryOptions({ meta: { topics } }));
}

/**
 * The report of a period, again whenever more was summed up. That of one person is asked for once:
 * each reading of it is recorded.
 */
export function useUseReport(filter: ReportFilter, userId: string | undefined): Asked<UseReport> {
  const all = useQuery({
    ...orpc.shopfloor.reports.use.queryOptions({ input: filter, meta: { topics } }),
    placeholderData: keepPreviousData,
    enabled: userId === undefined,
  });
  const one = useQuery({
    ...orpc.shopfloor.reports.person.queryOptions({ input: { ...filter, userId: userId ?? '' } }),
    staleTime: Infinity,
    enabled: userId !== undefined,
  });
  return userId === undefined ? all : one;
}

/** Use by person; asked for once, because each reading is recorded. */
export function usePeopleReport(filter: ReportFilter): Asked<PeopleReport> {
  return useQuery({
    ...orpc.shopfloor.reports.people.queryOptions({ input: filter }),
    staleTime: Infinity,
  });
}

/** The caller's own use. */
export function useOwnReport(filter: ReportFilter): Asked<UseReport> {
  return useQuery({
    ...orpc.shopfloor.reports.mine.queryOptions({ input: filter, meta: { topics } }),
    placeholderData: keepPreviousData,
  });
}
