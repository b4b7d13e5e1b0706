import { Undo2 } from 'lucide-react';
import type { TFunction } from 'i18next';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Shelving } from '#contract/alarms/overlays.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { Button } from '#ui/button.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useOpenRow } from '#ui/data-table/use-open-row.ts';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar } from '#ui/toolbar.tsx';
import { useAction } from '#ui/use-action.ts';
import { WithPanel } from '#ui/with-panel.tsx';
import { type AlarmWords, useAlarmWords } from '../alarm-words.ts';
import { ShelvingPanel } from './aside-panel.tsx';
import { overlaidColumns } from './overlaid-columns.tsx';

const idOf = (shelving: Shelving): string => shelving.id;

function columnsOf(
  t: TFunction<'alarmsAside'>,
  titleOf: AlarmWords['title'],
): readonly TableColumn<Shelving>[] {
  return [
    ...overlaidColumns<Shelving>(t, titleOf),
    {
      id: 'until',
      header: t(($) => $.field.until),
      sortable: false,
      width: 230,
      value: ({ until }) => until,
      cell: ({ until }) => <Time at={until} show="both" />,
    },
    {
      id: 'oneShot',
      header: t(($) => $.field.ends),
      sortable: false,
      width: 150,
      value: ({ oneShot }) => t(($) => (oneShot ? $.ends.oneShot : $.ends.time)),
    },
    {
      id: 'by',
      header: t(($) => $.field.by),
      sortable: false,
      width: 150,
      value: ({ shelvedByName }) => shelvedByName,
    },
    {
      id: 'reason',
      header: t(($) => $.field.reason),
      sortable: false,
      width: 260,
      grow: true,
      value: ({ reason }) => reason,
    },
  ];
}

/** Alarms that an operator set aside for a time. */
export function ShelvedList({ choice }: { readonly choice: ReactNode }) {
  const { t } = useTranslation('alarmsAside');
  const { title } = useAlarmWords();
  const may = useCan('alarm:acknowledge');
  const { openId, follow, close, reopen } = useOpenRow();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const source = usePagedRows<Shelving>({
    queryKey: ['alarms.shelved'],
    loadPage: useCallback(
      ({ cursor, signal }) => client.alarms.shelving.list({ cursor, limit: 100 }, { signal }),
      [],
    ),
    topics: ['alarms.alarms', 'alarms.shelvings'],
  });
  const open = source.rows.find(({ id }) => id === openId);
  const { run, busy } = useAction(client.alarms.shelving.unshelve, {
    done: ({ done }) => t(($) => $.unshelved, { count: done.length }),
  });
  return (
    <WithPanel panel={open && <ShelvingPanel key={open.id} shelving={open} onClose={close} />}>
      <Toolbar label={t(($) => $.lists)}>
        {choice}
        {may && (
          <Button
            icon={<Undo2 aria-hidden />}
            isDisabled={chosen.size === 0}
            busy={busy}
            onPress={() => run({ shelvings: [...chosen] })}
          >
            {t(($) => $.unshelve)}
          </Button>
        )}
      </Toolbar>
      <DataTable
        id="alarms.shelved"
        label={t(($) => $.list.shelved)}
        columns={useMemo(() => columnsOf(t, title), [t, title])}
        source={source}
        rowId={idOf}
        onActiveChange={follow}
        onSelectionChange={setChosen}
        onOpen={reopen}
        empty={
          <EmptyState title={t(($) => $.empty.shelved)} hint={t(($) => $.empty.shelvedHint)} />
        }
      />
    </WithPanel>
  );
}
