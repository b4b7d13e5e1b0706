import { useInfiniteQuery } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { eachPage } from '#lib/every-page.ts';
import type { RowSource, TableSort } from './row-source.ts';

/** One page as the contract answers it. */
export interface RowPage<Row> {
  readonly rows: readonly Row[];
  /** Asks for the page after this; null on the last. */
  readonly nextCursor: string | null;
  /** All rows there are, where the server counts them. */
  readonly total?: number;
}

/** What a page is asked with. */
export interface PageRequest {
  /** Undefined for the first page. */
  readonly cursor: string | undefined;
  readonly sort: TableSort | null;
  /** Aborts when the table no longer wants the page. */
  readonly signal: AbortSignal;
}

/** How {@link usePagedRows} gets its pages. */
export interface PagedRowsOptions<Row> {
  /** Names list and filters; a new key starts from the first page. */
  readonly queryKey: QueryKey;
  readonly loadPage: (request: PageRequest) => Promise<RowPage<Row>>;
  readonly defaultSort?: TableSort;
  /** False while something needed for asking is missing. */
  readonly enabled?: boolean;
  /** Tables whose changes make the rows stale, such as `shopfloor.machine_sessions`. */
  readonly topics?: readonly string[];
}

/** What a spreadsheet can hold. */
const exportLimit = 1_000_000;

/** Rows that the server pages, orders and filters. The next page loads as the person nears the end. */
export function usePagedRows<Row>(options: PagedRowsOptions<Row>): RowSource<Row> {
  const { queryKey, loadPage, defaultSort = null, enabled = true, topics = [] } = options;
  const [sort, setSort] = useState<TableSort | null>(defaultSort);
  const query = useInfiniteQuery({
    queryKey: [...queryKey, { sort }],
    queryFn: ({ pageParam, signal }) => loadPage({ cursor: pageParam, sort, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    enabled,
    meta: { topics },
  });
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, refetch } =
    query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const total = data?.pages[0]?.total;
  const exportPages = useCallback(
    (signal: AbortSignal) => eachPage((cursor) => loadPage({ cursor, sort, signal }), exportLimit),
    [loadPage, sort],
  );
  const failure = data === undefined ? query.error : null;
  return useMemo<RowSource<Row>>(
    () => ({
      rows,
      phase: failure ? 'failed' : data ? 'ready' : 'loading',
      ...(failure && { failure }),
      retry: () => void refetch(),
      ...(hasNextPage && {
        more: {
          state: isFetchingNextPage ? 'loading' : isFetchNextPageError ? 'failed' : 'available',
          load: () => void fetchNextPage({ cancelRefetch: false }),
        },
      }),
      ...(total !== undefined && { total }),
      sort: { value: sort, change: setSort },
      eachPage: exportPages,
    }),
    [
      rows,
      data,
      failure,
      hasNextPage,
      isFetchingNextPage,
      isFetchNextPageError,
      total,
      sort,
      exportPages,
      refetch,
      fetchNextPage,
    ],
  );
}
