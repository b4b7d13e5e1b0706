import { Plus } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandOverRow } from '#contract/alarms/hand-over.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { Button } from '#ui/button.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useOpenRow } from '#ui/data-table/use-open-row.ts';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { NewSheetDialog } from './new-sheet-dialog.tsx';
import { SheetPanel } from './sheet-panel.tsx';
import { stageOf } from './stage.ts';

const rowId = ({ id }: HandOverRow): string => id;

function columnsOf(t: TFunction<'alarmHandOver'>): readonly TableColumn<HandOverRow>[] {
  const fixed = { sortable: false } as const;
  return [
    {
      ...fixed,
      id: 'stage',
      header: t(($) => $.field.stage),
      width: 175,
      alwaysShown: true,
      value: (row) => t(($) => $.stage[stageOf(row)]),
      cell: (row) => (
        <StatusBadge tone={stageOf(row) === 'signed' ? 'notice' : 'normal'}>
          {t(($) => $.stage[stageOf(row)])}
        </StatusBadge>
      ),
    },
    {
      ...fixed,
      id: 'position',
      header: t(($) => $.field.position),
      width: 150,
      grow: true,
      value: ({ positionName }) => positionName,
    },
    {
      ...fixed,
      id: 'from',
      header: t(($) => $.field.from),
      width: 170,
      value: ({ shiftFrom }) => shiftFrom,
      cell: ({ shiftFrom }) => <Time at={shiftFrom} />,
    },
    {
      ...fixed,
      id: 'to',
      header: t(($) => $.field.to),
      width: 170,
      value: ({ shiftTo }) => shiftTo,
      cell: ({ shiftTo }) => <Time at={shiftTo} />,
    },
    {
      ...fixed,
      id: 'signedBy',
      header: t(($) => $.field.signedBy),
      width: 150,
      value: ({ signedByName }) => signedByName,
    },
    {
      ...fixed,
      id: 'receivedBy',
      header: t(($) => $.field.receivedBy),
      width: 150,
      value: ({ receivedByName }) => receivedByName,
    },
  ];
}

/** What each shift handed over to the next: drafts, signed sheets and those that were received. */
export function Screen() {
  const { t } = useTranslation('alarmHandOver');
  const may = useCan('alarm:acknowledge');
  const [view, change] = useViewParams('handOver', ['open']);
  const [beginning, setBeginning] = useState(false);
  const { openId, follow, close, reopen } = useOpenRow();
  const source = usePagedRows<HandOverRow>({
    queryKey: ['alarms.handOver'],
    loadPage: useCallback(
      ({ cursor, signal }) => client.alarms.handOver.list({ cursor, limit: 100 }, { signal }),
      [],
    ),
    topics: ['alarms.hand_overs'],
  });
  const shownId = openId ?? view.open;
  const shut = (): void => {
    close();
    change({ open: null });
  };
  return (
    <WithPanel panel={shownId && <SheetPanel key={shownId} id={shownId} onClose={shut} />}>
      <Toolbar label={t(($) => $.actions)}>
        <ToolbarSpace />
        {may && (
          <Button variant="primary" icon={<Plus aria-hidden />} onPress={() => setBeginning(true)}>
            {t(($) => $.begin.button)}
          </Button>
        )}
        {beginning && (
          <NewSheetDialog
            onClose={() => setBeginning(false)}
            onMade={(id) => change({ open: id })}
          />
        )}
      </Toolbar>
      <DataTable
        id="alarms.handOver"
        label={t(($) => $.label)}
        columns={useMemo(() => columnsOf(t), [t])}
        source={source}
        rowId={rowId}
        onActiveChange={follow}
        onOpen={reopen}
        empty={<EmptyState title={t(($) => $.none)} hint={t(($) => $.noneHint)} />}
      />
    </WithPanel>
  );
}
