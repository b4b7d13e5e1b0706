import { useCallback, useMemo } from 'react';
import { endedBy, sessionMark } from '#contract/shopfloor/sessions.ts';
import type { MachineSession, SessionFilter } from '#contract/shopfloor/sessions.ts';
import { client } from '#lib/core.ts';
import { periodOf, periodStart } from '#lib/period.ts';
import { useNow } from '#lib/now.ts';
import { useLiveRows } from '#lib/use-live-rows.ts';
import { useRows } from '#lib/use-rows.ts';
import type { ViewParams } from '#lib/view-params.ts';
import type { RowSource } from '#ui/data-table/row-source.ts';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import type { SessionsParam } from './sessions-toolbar.tsx';

const idOf = (row: MachineSession): string => row.id;

function contains(session: MachineSession, search: string | undefined): boolean {
  if (search === undefined) return true;
  const wanted = search.toLocaleLowerCase();
  return [session.person.fullName ?? '', session.machine.name, session.machine.machineId].some(
    (text) => text.toLocaleLowerCase().includes(wanted),
  );
}

/** Running sessions, live. */
export function useActiveSessions(view: ViewParams<SessionsParam>): RowSource<MachineSession> {
  const { store, loaded } = useLiveRows(
    (signal) => client.shopfloor.sessions.live({}, { signal }),
    idOf,
  );
  const rows = useRows(store);
  const { area, machine, search } = view;
  return useMemo(
    () => ({
      rows: rows.filter(
        (row) =>
          (area === undefined || row.area?.id === area) &&
          (machine === undefined || row.machine.id === machine) &&
          contains(row, search),
      ),
      phase: loaded ? 'ready' : 'loading',
      live: store,
    }),
    [rows, area, machine, search, loaded, store],
  );
}

/** What the server is asked for. */
function sessionFilterOf(view: ViewParams<SessionsParam>, now: number): SessionFilter {
  const period = periodOf(view.period);
  return {
    areaId: view.area,
    machineId: view.machine,
    userId: view.person,
    endedBy: endedBy.safeParse(view.endedBy).data,
    mark: sessionMark.safeParse(view.mark).data,
    ...(period && { from: periodStart(period, now) }),
  };
}

const slow = 60_000;

/** Every session, newest start first, by the server's pages. */
export function usePagedSessions(view: ViewParams<SessionsParam>): RowSource<MachineSession> {
  const now = useNow(view.period === undefined ? Infinity : slow);
  const key = JSON.stringify(sessionFilterOf(view, now));
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.shopfloor.sessions.list(
        { ...(JSON.parse(key) as SessionFilter), cursor, limit: 100 },
        { signal },
      ),
    [key],
  );
  return usePagedRows({
    queryKey: ['shopfloor.sessions', key],
    loadPage,
    topics: ['shopfloor.machine_sessions'],
  });
}
