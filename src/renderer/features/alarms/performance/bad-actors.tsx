import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BadActor } from '#contract/alarms/reports.ts';
import { orpc } from '#lib/core.ts';
import { useFormats } from '#lib/use-formats.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useGivenRows } from '#ui/data-table/row-source.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { useAlarmWords } from '../alarm-words.ts';

/** Names one source and type. */
export const actorId = ({ alarmType, sourceType, sourceId }: BadActor): string =>
  `${alarmType} ${sourceType} ${sourceId}`;

/** What is asked for. */
export interface ActorsSpan {
  readonly from: string;
  readonly to: string;
  readonly positionId?: string;
}

/** The sources that asked for attention most in a span. */
export function useBadActors(span: ActorsSpan, limit: number) {
  return useQuery(orpc.alarms.reports.badActors.queryOptions({ input: { ...span, limit } }));
}

function useColumns(): readonly TableColumn<BadActor>[] {
  const { t } = useTranslation('alarmPerformance');
  const { title } = useAlarmWords();
  const formats = useFormats();
  return useMemo(
    () => [
      {
        id: 'title',
        header: t(($) => $.actor.alarm),
        width: 250,
        grow: true,
        alwaysShown: true,
        value: title,
      },
      {
        id: 'source',
        header: t(($) => $.actor.source),
        width: 200,
        value: ({ sourceName }) => sourceName,
      },
      {
        id: 'alarms',
        header: t(($) => $.actor.alarms),
        width: 90,
        align: 'end',
        value: ({ alarms }) => alarms,
      },
      {
        id: 'share',
        header: t(($) => $.actor.share),
        width: 90,
        align: 'end',
        value: ({ percent }) => percent,
        cell: ({ percent }) => formats.percent(percent / 100, 1),
      },
      {
        id: 'fleeting',
        header: t(($) => $.figure.fleeting),
        width: 90,
        align: 'end',
        value: ({ fleeting }) => fleeting,
      },
      {
        id: 'median',
        header: t(($) => $.actor.median),
        width: 130,
        align: 'end',
        value: ({ medianActiveSeconds }) => medianActiveSeconds,
        cell: ({ medianActiveSeconds: seconds }) =>
          seconds === null ? '–' : formats.span(seconds * 1000),
      },
    ],
    [t, title, formats],
  );
}

/** The sources that asked for attention most, the worst first. */
export function BadActors({
  id,
  asked,
  onActiveChange,
}: {
  /** The arrangement is remembered under it. */
  readonly id: string;
  readonly asked: ReturnType<typeof useBadActors>;
  readonly onActiveChange?: (id: string | null) => void;
}) {
  const { t } = useTranslation('alarmPerformance');
  const { data, error, refetch } = asked;
  const failed = useMemo(() => ({ error, retry: () => void refetch() }), [error, refetch]);
  return (
    <DataTable
      id={id}
      label={t(($) => $.actor.title)}
      columns={useColumns()}
      source={useGivenRows(data, failed)}
      rowId={actorId}
      {...(onActiveChange && { onActiveChange })}
      empty={<EmptyState title={t(($) => $.actor.none)} hint={t(($) => $.actor.noneHint)} />}
    />
  );
}
