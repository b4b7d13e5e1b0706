import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MachineSession } from '#contract/shopfloor/sessions.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useOpenRow } from '#ui/data-table/use-open-row.ts';
import type { RowSource } from '#ui/data-table/row-source.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { sessionColumns } from './session-columns.tsx';
import { SessionPanel } from './session-panel.tsx';
import { sessionsParams, SessionsToolbar } from './sessions-toolbar.tsx';
import type { SessionsView } from './sessions-toolbar.tsx';
import { useActiveSessions, usePagedSessions } from './use-session-rows.ts';

const rowId = (row: MachineSession): string => row.id;

/** Who uses and used which machine: what runs now, live, or every session by the server's pages. */
export function Screen() {
  const [view, change] = useViewParams('sessions', sessionsParams);
  const list = view.list === 'all' ? 'all' : 'active';
  return list === 'active' ? (
    <ActiveSessions view={view} change={change} />
  ) : (
    <AllSessions view={view} change={change} />
  );
}

function ActiveSessions({ view, change }: SessionsView) {
  const source = useActiveSessions(view);
  return <SessionList list="active" view={view} change={change} source={source} />;
}

function AllSessions({ view, change }: SessionsView) {
  const source = usePagedSessions(view);
  return <SessionList list="all" view={view} change={change} source={source} />;
}

function SessionList({
  list,
  view,
  change,
  source,
}: SessionsView & {
  readonly list: 'active' | 'all';
  readonly source: RowSource<MachineSession>;
}) {
  const { t } = useTranslation('shopfloor');
  const { t: use } = useTranslation('machineUse');
  const columns = useMemo(() => sessionColumns(t, use, list === 'active'), [t, use, list]);
  const { openId, follow, close, reopen } = useOpenRow();
  const open = source.rows.find(({ id }) => id === openId);
  return (
    <WithPanel panel={open && <SessionPanel key={open.id} session={open} onClose={close} />}>
      <SessionsToolbar list={list} view={view} change={change} />
      <DataTable
        id={`shopfloor.sessions.${list}`}
        label={t(($) => $.sessions.label)}
        columns={columns}
        source={source}
        rowId={rowId}
        onActiveChange={follow}
        onOpen={reopen}
        empty={
          <EmptyState
            title={t(($) => $.sessions[list].none)}
            hint={t(($) => $.sessions[list].noneHint)}
          />
        }
      />
    </WithPanel>
  );
}
