import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { NodeReportRow } from '#contract/shopfloor/node-health.ts';
import { client } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Timeline } from '#ui/timeline.tsx';
import type { TimelineEntry } from '#ui/timeline.tsx';
import styles from '../machines/machine-panel.module.css';
import { useResetName } from './use-reset-name.ts';

/** What happened to a node itself, newest first. */
export function NodeHistory({ nodeKey }: { readonly nodeKey: string }) {
  const { t } = useTranslation('nodes');
  const words = useErrorText();
  const toEntry = useEntryWords();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['shopfloor', 'node-reports', nodeKey],
    queryFn: ({ pageParam, signal }) =>
      client.shopfloor.nodes.reports({ id: nodeKey, cursor: pageParam, limit: 50 }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    meta: { topics: ['shopfloor.node_reports'] },
  });
  if (error) return <Banner tone="error">{words(error)}</Banner>;
  if (!data) return <Skeleton />;
  return (
    <div className={styles.stack}>
      <Timeline entries={data.pages.flatMap(({ rows }) => rows).map(toEntry)} />
      {hasNextPage && (
        <Button busy={isFetchingNextPage} onPress={() => void fetchNextPage()}>
          {t(($) => $.history.more)}
        </Button>
      )}
    </div>
  );
}

function useEntryWords(): (report: NodeReportRow) => TimelineEntry {
  const { t } = useTranslation('nodes');
  const { t: ts } = useTranslation('shopfloor');
  const resetName = useResetName();
  return ({ id, at, kind, code, message, firmwareVersion }) => {
    const version = firmwareVersion ?? '';
    const named =
      kind === 'wrong-type' ? ts(($) => $.nodeType[code as 'machine_monitor']) : (code ?? '');
    const reason = kind === 'restarted' && code !== null ? resetName(code) : '';
    return {
      id: String(id),
      at,
      title: t(($) => $.report[kind], { code: named, version, reason }),
      ...(message !== null && { detail: message }),
    };
  };
}
