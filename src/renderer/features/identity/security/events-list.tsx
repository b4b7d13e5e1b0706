import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecurityEventRow } from '#contract/identity/security.ts';
import { client, orpc } from '#lib/core.ts';
import { periodOf } from '#lib/period.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { PeriodSelect } from '#ui/period-select.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import { SavedViews } from '#ui/saved-views.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { PersonFilter } from '#ui/person-filter.tsx';
import { usePeriodStart } from '../parts/use-period.ts';
import { useEventDetails } from './event-details.ts';
import { useEventName, useEventOrigin } from './event-words.ts';
import { ListChoice, securityParams } from './list-choice.tsx';
import type { SecurityView } from './list-choice.tsx';

const rowId = (row: SecurityEventRow): string => row.id;
const outcomes = { yes: true, no: false } as const;
const outcomeOf = (text: string | undefined): 'yes' | 'no' | null =>
  text === 'yes' || text === 'no' ? text : null;

/** Everything that bears on security, newest first. */
export function EventsList({ view, change }: SecurityView) {
  const { t } = useTranslation('audit');
  const nameOf = useEventName();
  const detailsOf = useEventDetails();
  const columns = eventColumns(t, nameOf, detailsOf);
  const source = useEventRows(view);
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = source.rows.find(({ id }) => id === activeId);
  return (
    <WithPanel panel={active && <EventPanel event={active} onClose={() => setActiveId(null)} />}>
      <EventsToolbar view={view} change={change} />
      <DataTable
        id="identity.security-events"
        label={t(($) => $.security.list.events)}
        columns={columns}
        source={source}
        rowId={rowId}
        onActiveChange={setActiveId}
        empty={
          <EmptyState title={t(($) => $.security.none)} hint={t(($) => $.security.noneHint)} />
        }
      />
    </WithPanel>
  );
}

function useEventRows({ type, person, success, period }: SecurityView['view']) {
  const from = usePeriodStart(period);
  const outcome = outcomeOf(success);
  const filter = useMemo(
    () => ({
      eventType: type,
      userId: person,
      from,
      ...(outcome && { success: outcomes[outcome] }),
    }),
    [type, person, from, outcome],
  );
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.identity.security.events({ ...filter, cursor, limit: 100 }, { signal }),
    [filter],
  );
  return usePagedRows({
    queryKey: ['identity.security', filter],
    loadPage,
    topics: ['identity.security_events'],
  });
}

function EventsToolbar({ view, change }: SecurityView) {
  const { t } = useTranslation('audit');
  const nameOf = useEventName();
  const { data: types } = useQuery(orpc.identity.security.eventTypes.queryOptions());
  return (
    <Toolbar label={t(($) => $.security.filters)}>
      <ListChoice view={view} change={change} />
      <FilterSelect
        label={t(($) => $.field.event)}
        options={(types ?? []).map((value) => ({ value, label: nameOf(value) }))}
        value={view.type ?? null}
        onChange={(type) => change({ type })}
      />
      <PersonFilter
        label={t(($) => $.field.person)}
        value={view.person ?? null}
        onChange={(person) => change({ person })}
      />
      <FilterSelect
        label={t(($) => $.field.outcome)}
        options={[
          { value: 'yes', label: t(($) => $.outcome.yes) },
          { value: 'no', label: t(($) => $.outcome.no) },
        ]}
        value={outcomeOf(view.success)}
        onChange={(success) => change({ success })}
      />
      <PeriodSelect value={periodOf(view.period)} onChange={(period) => change({ period })} />
      <ToolbarSpace />
      <SavedViews
        screen="identity.security-events"
        params={securityParams}
        view={view}
        change={change}
        tables={['identity.security-events']}
      />
    </Toolbar>
  );
}

function Outcome({ success }: { readonly success: boolean }) {
  const { t } = useTranslation('audit');
  return (
    <StatusBadge tone={success ? 'normal' : 'warning'}>
      {t(($) => (success ? $.outcome.yes : $.outcome.no))}
    </StatusBadge>
  );
}

/** The server orders events by time, so no column sorts. */
function eventColumns(
  t: TFunction<'audit'>,
  nameOf: (eventType: string) => string,
  detailsOf: ReturnType<typeof useEventDetails>,
): readonly TableColumn<SecurityEventRow>[] {
  const fixed = { sortable: false } as const;
  return [
    {
      ...fixed,
      id: 'at',
      header: t(($) => $.field.at),
      width: 170,
      value: ({ at }) => at,
      cell: ({ at }) => <Time at={at} />,
    },
    {
      ...fixed,
      id: 'outcome',
      header: t(($) => $.field.outcome),
      width: 120,
      value: ({ success }) => success,
      cell: ({ success }) => <Outcome success={success} />,
    },
    {
      ...fixed,
      id: 'event',
      header: t(($) => $.field.event),
      width: 240,
      value: ({ eventType }) => nameOf(eventType),
    },
    {
      ...fixed,
      id: 'person',
      header: t(($) => $.field.person),
      width: 180,
      value: ({ fullName }) => fullName,
    },
    {
      ...fixed,
      id: 'address',
      header: t(($) => $.field.address),
      width: 140,
      value: ({ ipAddress }) => ipAddress,
    },
    {
      ...fixed,
      id: 'details',
      header: t(($) => $.field.details),
      width: 260,
      grow: true,
      value: ({ details }) =>
        detailsOf(details)
          .map(({ term, text }) => `${term}: ${text}`)
          .join(' · '),
    },
  ];
}

function EventPanel({
  event,
  onClose,
}: {
  readonly event: SecurityEventRow;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('audit');
  const nameOf = useEventName();
  const detailsOf = useEventDetails();
  const { partOf, concernOf } = useEventOrigin();
  return (
    <DetailPanel
      id="identity.security-event"
      title={nameOf(event.eventType)}
      aside={<Outcome success={event.success} />}
      onClose={onClose}
    >
      <DescriptionList>
        <Description term={t(($) => $.field.at)}>
          <Time at={event.at} show="both" zone />
        </Description>
        <Description term={t(($) => $.field.person)}>{event.fullName}</Description>
        <Description term={t(($) => $.field.address)}>{event.ipAddress}</Description>
        <Description term={t(($) => $.field.part)}>{partOf(event)}</Description>
        <Description term={t(($) => $.field.target)}>{concernOf(event)}</Description>
        {detailsOf(event.details).map(({ term, text }) => (
          <Description key={term} term={term}>
            {text}
          </Description>
        ))}
      </DescriptionList>
    </DetailPanel>
  );
}
