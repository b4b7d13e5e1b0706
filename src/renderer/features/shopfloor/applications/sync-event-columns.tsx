import type { TFunction } from 'i18next';
import type { SyncEvent } from '#contract/shopfloor/sync.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { Time } from '#ui/time.tsx';
import { stateOf, SyncState } from './sync-words.tsx';

/** The server puts the newest first, so no column sorts. */
const fixed = { sortable: false } as const;

/** The columns of the events. */
export function syncEventColumns(
  t: TFunction<'applications'>,
  typeName: (eventType: string) => string,
): readonly TableColumn<SyncEvent>[] {
  return [
    {
      ...fixed,
      id: 'state',
      header: t(($) => $.field.state),
      width: 130,
      value: (event) => t(($) => $.state[stateOf(event)]),
      cell: (event) => <SyncState event={event} t={t} />,
    },
    {
      ...fixed,
      id: 'created',
      header: t(($) => $.field.created),
      width: 170,
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
    {
      ...fixed,
      id: 'type',
      header: t(($) => $.field.type),
      width: 200,
      alwaysShown: true,
      value: ({ eventType }) => typeName(eventType),
    },
    {
      ...fixed,
      id: 'from',
      header: t(($) => $.field.from),
      width: 140,
      value: ({ sourceApp }) => sourceApp,
    },
    {
      ...fixed,
      id: 'to',
      header: t(($) => $.field.to),
      width: 160,
      value: ({ targetApp }) => targetApp,
    },
    {
      ...fixed,
      id: 'attempts',
      header: t(($) => $.field.retries),
      width: 90,
      align: 'end',
      value: ({ retryCount }) => retryCount,
    },
    {
      ...fixed,
      id: 'next',
      header: t(($) => $.field.next),
      width: 140,
      value: ({ nextAttemptAt }) => nextAttemptAt,
      cell: ({ nextAttemptAt }) =>
        nextAttemptAt === null ? '–' : <Time at={nextAttemptAt} show="relative" />,
    },
    {
      ...fixed,
      id: 'error',
      header: t(($) => $.field.error),
      width: 240,
      grow: true,
      value: ({ errorMessage }) => errorMessage,
    },
    {
      ...fixed,
      id: 'processed',
      header: t(($) => $.field.processed),
      width: 170,
      initiallyHidden: true,
      value: ({ processedAt }) => processedAt,
      cell: ({ processedAt }) => (processedAt === null ? '–' : <Time at={processedAt} />),
    },
    {
      ...fixed,
      id: 'resource',
      header: t(($) => $.field.resource),
      width: 220,
      initiallyHidden: true,
      value: ({ resourceType, resourceId }) => `${resourceType} ${resourceId ?? ''}`.trim(),
    },
  ];
}
