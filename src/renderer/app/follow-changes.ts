import type { Query } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ChangeNotice } from '#contract/operations.ts';
import { client } from '#lib/core.ts';
import { isOpen, useSessionStore } from '#lib/session.ts';
import { useStream } from '#lib/use-stream.ts';
import { queryClient } from './query-client.ts';

/** Changes come in bursts; refetching for each would load the core for nothing. */
const AT_MOST_EVERY_MS = 500;

/** The tables whose changes make a query's answer stale, as the query names them in its `meta`. */
const topicsOf = (query: Query): readonly string[] =>
  (query.meta?.['topics'] as readonly string[] | undefined) ?? [];

/** Makes queries stale when rows of the tables named in their `meta.topics` change. */
export function useFollowChanges(): void {
  const pending = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const open = useSessionStore(({ session }) => isOpen(session));
  useEffect(() => () => clearTimeout(timer.current), []);
  useStream(
    (signal) => (open ? client.operations.changes(undefined, { signal }) : silence()),
    (notice) => {
      for (const topic of named(notice)) pending.current.add(topic);
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        const topics = pending.current;
        pending.current = new Set();
        void queryClient.invalidateQueries({
          predicate: (query) =>
            topics.has('*') || topicsOf(query).some((topic) => topics.has(topic)),
        });
      }, AT_MOST_EVERY_MS);
    },
    open ? 'open' : 'closed',
  );
}

const named = (notice: ChangeNotice): string[] =>
  notice.kind === 'gap' ? ['*'] : notice.changes.map(({ topic }) => topic);

/** The stream of a console at which nobody may hear changes: it never says anything. */
async function silence(): Promise<AsyncIterable<ChangeNotice>> {
  return new Promise(() => {});
}
