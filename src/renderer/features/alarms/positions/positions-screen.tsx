import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Position } from '#contract/alarms/positions.ts';
import { orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { mayLeave } from '#lib/unsaved-changes.ts';
import { Button } from '#ui/button.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useGivenRows } from '#ui/data-table/row-source.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { PositionPanel } from './position-panel.tsx';
import { usePositionWords } from './use-position-words.ts';

const rowId = ({ id }: Position): string => id;

/** Operator positions: who answers which alarms, at which stations. */
export function Screen() {
  const { t } = useTranslation('alarmPositions');
  const may = useCan('alarm:configure');
  const { data, error, refetch } = useQuery(
    orpc.alarms.positions.list.queryOptions({ meta: { topics: ['alarms.positions'] } }),
  );
  const failed = useMemo(() => ({ error, retry: () => void refetch() }), [error, refetch]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const active = data?.find(({ id }) => id === activeId);
  const closeNow = (): void => {
    setAdding(false);
    setActiveId(null);
  };
  const close = async (): Promise<void> => {
    if (await mayLeave()) closeNow();
  };
  return (
    <WithPanel
      panel={
        (adding || active) && (
          <PositionPanel
            key={adding ? 'new' : activeId}
            position={adding ? null : (active ?? null)}
            onClose={() => void close()}
            onDone={closeNow}
          />
        )
      }
    >
      <Toolbar label={t(($) => $.actions)}>
        <Mine />
        <ToolbarSpace />
        {may && (
          <Button
            variant="primary"
            icon={<Plus aria-hidden="true" />}
            onPress={() => setAdding(true)}
          >
            {t(($) => $.add)}
          </Button>
        )}
      </Toolbar>
      <DataTable
        id="alarms.positions"
        label={t(($) => $.label)}
        columns={useColumns()}
        source={useGivenRows(data, failed)}
        rowId={rowId}
        onActiveChange={setActiveId}
      />
    </WithPanel>
  );
}

/** Says which position the person works at this station. */
function Mine() {
  const { t } = useTranslation('alarmPositions');
  const { data } = useQuery(
    orpc.alarms.positions.mine.queryOptions({ meta: { topics: ['alarms.positions'] } }),
  );
  return data ? <span>{t(($) => $.mine, { name: data.name })}</span> : null;
}

function useColumns(): readonly TableColumn<Position>[] {
  const { t } = useTranslation('alarmPositions');
  const { labels, names } = usePositionWords();
  return [
    {
      id: 'name',
      header: labels.name,
      width: 200,
      alwaysShown: true,
      value: ({ name }) => name,
    },
    {
      id: 'areas',
      header: labels.areaIds,
      width: 240,
      value: ({ areaIds, isDefault }) => (isDefault ? t(($) => $.rest) : names(areaIds)),
      cell: ({ areaIds, isDefault }) =>
        isDefault ? (
          <StatusBadge tone="normal">{t(($) => $.rest)}</StatusBadge>
        ) : (
          names(areaIds) || t(($) => $.everyArea)
        ),
    },
    {
      id: 'sources',
      header: labels.sourceTypes,
      width: 240,
      value: ({ sourceTypes }) => names(sourceTypes) || t(($) => $.everySource),
    },
    {
      id: 'workstations',
      header: labels.workstations,
      width: 200,
      value: ({ workstations }) => workstations.join(', '),
    },
    {
      id: 'description',
      header: labels.description,
      width: 240,
      grow: true,
      value: ({ description }) => description,
    },
  ];
}
