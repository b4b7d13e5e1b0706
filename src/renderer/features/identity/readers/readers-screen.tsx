import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readerPurposes } from '#contract/identity/readers.ts';
import { client, orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useLiveRows } from '#lib/use-live-rows.ts';
import { useRows } from '#lib/use-rows.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { Button } from '#ui/button.tsx';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useGivenRows } from '#ui/data-table/row-source.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { readerColumns } from './reader-columns.tsx';
import type { ReaderLine } from './reader-columns.tsx';
import { NewReaderPanel, ReaderPanel } from './reader-panel.tsx';
import { useMachineOptions } from './use-machines.ts';

const rowId = (row: ReaderLine): string => row.id;
const toneOf = ({ link }: ReaderLine) =>
  link?.state === 'down' || link?.checkBaud ? 'strong' : undefined;

/** The badge readers: which answer, what they are for, and what their ports say. */
export function Screen() {
  const { t } = useTranslation('readers');
  const [view, change] = useViewParams('readers', ['search', 'purpose']);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const mayManage = useCan('reader:manage');
  const { lines, failed } = useReaderLines();
  const shown = useMemo(
    () => lines && narrowed(lines, view.search, view.purpose),
    [lines, view.search, view.purpose],
  );
  const columns = useMemo(() => readerColumns(t), [t]);
  const active = lines?.find(({ id }) => id === activeId);
  const follow = useCallback((id: string | null): void => {
    setActiveId(id);
    setAdding(false);
  }, []);
  const close = (): void => {
    setAdding(false);
    setActiveId(null);
  };
  return (
    <WithPanel
      panel={
        adding ? (
          <NewReaderPanel onClose={close} />
        ) : (
          active && <ReaderPanel key={active.id} reader={active} onClose={close} />
        )
      }
    >
      <Toolbar label={t(($) => $.list.actions)}>
        <SearchField
          label={t(($) => $.list.search)}
          value={view.search ?? ''}
          onChange={(search) => change({ search })}
        />
        <FilterSelect
          label={t(($) => $.field.purpose)}
          options={readerPurposes.map((value) => ({ value, label: t(($) => $.purpose[value]) }))}
          value={readerPurposes.find((purpose) => purpose === view.purpose) ?? null}
          onChange={(purpose) => change({ purpose })}
        />
        <ToolbarSpace />
        {mayManage && (
          <Button
            variant="primary"
            icon={<Plus aria-hidden="true" />}
            onPress={() => setAdding(true)}
          >
            {t(($) => $.list.add)}
          </Button>
        )}
      </Toolbar>
      <DataTable
        id="identity.readers"
        label={t(($) => $.list.label)}
        columns={columns}
        source={useGivenRows(shown, failed)}
        rowId={rowId}
        toneOf={toneOf}
        onActiveChange={follow}
        empty={<EmptyState title={t(($) => $.list.none)} hint={t(($) => $.list.noneHint)} />}
      />
    </WithPanel>
  );
}

function useReaderLines() {
  const readers = useQuery(
    orpc.identity.readers.list.queryOptions({ meta: { topics: ['identity.readers'] } }),
  );
  const { store } = useLiveRows(
    (signal) => client.identity.readers.links(undefined, { signal }),
    ({ readerId }) => readerId,
  );
  const links = useRows(store);
  const machines = useMachineOptions();
  const { data, error, refetch } = readers;
  const failed = useMemo(() => ({ error, retry: () => void refetch() }), [error, refetch]);
  const lines = useMemo(
    () =>
      data?.map((reader): ReaderLine => {
        const machine = machines.find(({ value }) => value === reader.machineId);
        return {
          ...reader,
          link: links.find(({ readerId }) => readerId === reader.id),
          place: reader.workstation ?? machine?.label ?? '',
        };
      }),
    [data, links, machines],
  );
  return { lines, failed };
}

function narrowed(
  lines: readonly ReaderLine[],
  search: string | undefined,
  purpose: string | undefined,
): readonly ReaderLine[] {
  const wanted = search?.toLocaleLowerCase() ?? '';
  return lines.filter(
    (line) =>
      (purpose === undefined || line.purpose === purpose) &&
      `${line.name} ${line.endpoint} ${line.place}`.toLocaleLowerCase().includes(wanted),
  );
}
