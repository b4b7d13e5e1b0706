import type { TFunction } from 'i18next';
import type { MachineSession, SessionMark } from '#contract/shopfloor/sessions.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { StatusBadge, type StatusTone } from '#ui/status-badge.tsx';
import { Duration, Time } from '#ui/time.tsx';
import { TimeLeftText } from '../machines/time-left-text.tsx';

type Words = TFunction<'shopfloor'>;
type UseWords = TFunction<'machineUse'>;

/** Whether a session runs, is in doubt, or how it ended. */
export function SessionState({
  session,
  t,
}: {
  readonly session: MachineSession;
  readonly t: Words;
}) {
  if (session.unconfirmed && session.active)
    return <StatusBadge tone="warning">{t(($) => $.session.unconfirmed)}</StatusBadge>;
  if (session.active)
    return (
      <StatusBadge tone="active" letter="U">
        {t(($) => $.session.active)}
      </StatusBadge>
    );
  if (session.neverReleased)
    return <StatusBadge tone="warning">{t(($) => $.session.neverReleased)}</StatusBadge>;
  const endedBy = session.endedBy ?? 'user';
  return (
    <StatusBadge tone={endedBy === 'estop' ? 'fault' : 'normal'}>
      {t(($) => $.endedBy[endedBy])}
    </StatusBadge>
  );
}

const lengthOf = (row: MachineSession): number =>
  Math.round(
    (Date.parse(row.endTime ?? new Date().toISOString()) - Date.parse(row.startTime)) / 1_000,
  );

/** The columns of the session lists. The server orders pages by start, so only the live list sorts. */
export function sessionColumns(
  t: Words,
  use: UseWords,
  sortable: boolean,
): readonly TableColumn<MachineSession>[] {
  return [
    {
      id: 'state',
      header: t(($) => $.field.state),
      width: 132,
      sortable,
      value: (row) =>
        row.active
          ? t(($) => $.session.active)
          : t(($) =>
              row.neverReleased ? $.session.neverReleased : $.endedBy[row.endedBy ?? 'user'],
            ),
      cell: (row) => <SessionState session={row} t={t} />,
    },
    {
      id: 'marks',
      header: use(($) => $.mark.title),
      width: 144,
      sortable,
      value: (row) =>
        marksOf(row)
          .map((mark) => use(($) => $.mark[mark]))
          .join(', '),
      cell: (row) => <Marks session={row} use={use} />,
    },
    {
      id: 'person',
      header: t(($) => $.field.person),
      width: 130,
      sortable,
      alwaysShown: true,
      value: (row) => row.person.fullName ?? t(($) => $.person.unknown),
    },
    {
      id: 'code',
      header: t(($) => $.field.code),
      width: 96,
      sortable,
      value: (row) => row.machine.machineId,
    },
    {
      id: 'machine',
      header: t(($) => $.field.machine),
      width: 160,
      grow: true,
      sortable,
      value: (row) => row.machine.name,
    },
    {
      id: 'area',
      header: t(($) => $.field.area),
      width: 110,
      sortable,
      value: (row) => row.area?.name,
    },
    {
      id: 'zone',
      header: t(($) => $.field.zone),
      width: 110,
      sortable,
      value: (row) => row.zone?.name,
    },
    {
      id: 'start',
      header: t(($) => $.field.start),
      width: 160,
      sortable,
      value: (row) => row.startTime,
      cell: (row) => <Time at={row.startTime} />,
    },
    {
      id: 'end',
      header: t(($) => $.field.endOrLeft),
      width: 160,
      sortable,
      value: (row) => row.endTime ?? row.endsAt,
      cell: (row) => <EndOrLeft session={row} />,
    },
    {
      id: 'length',
      header: t(($) => $.field.length),
      width: 76,
      align: 'end',
      sortable,
      value: lengthOf,
      cell: (row) => (
        <Duration since={row.startTime} {...(row.endTime !== null && { until: row.endTime })} />
      ),
    },
    {
      id: 'activity',
      header: t(($) => $.field.activity),
      width: 80,
      align: 'end',
      sortable,
      value: (row) => row.activityCount,
    },
    {
      id: 'via',
      header: use(($) => $.session.via),
      width: 130,
      sortable,
      value: (row) => use(($) => $.session.viaName[row.startedVia]),
      cell: (row) => <Origin session={row} use={use} />,
    },
    {
      id: 'notes',
      header: t(($) => $.field.notes),
      width: 110,
      sortable,
      value: (row) => row.notes,
    },
  ];
}

/** What is to be known of a session before its times are relied upon. */
const marksOf = ({ active, unconfirmed, endInferred, movedIn }: MachineSession): SessionMark[] => [
  ...(active && unconfirmed ? (['unconfirmed'] as const) : []),
  ...(endInferred ? (['end-inferred'] as const) : []),
  ...(movedIn ? (['moved-in'] as const) : []),
];

const markTones = {
  unconfirmed: 'warning',
  'end-inferred': 'unknown',
  'moved-in': 'off',
} as const satisfies Record<SessionMark, StatusTone>;

/** The marks of a session, each as shape and words. */
function Marks({ session, use }: { readonly session: MachineSession; readonly use: UseWords }) {
  return (
    <>
      {marksOf(session).map((mark) => (
        <StatusBadge key={mark} tone={markTones[mark]}>
          {use(($) => $.mark[mark])}
        </StatusBadge>
      ))}
    </>
  );
}

/** How it was begun, and that the console was not there when it happened. */
function Origin({ session, use }: { readonly session: MachineSession; readonly use: UseWords }) {
  if (session.startedOffline)
    return (
      <StatusBadge tone="notice" letter="O">
        {use(($) => $.session.offline)}
      </StatusBadge>
    );
  return <>{use(($) => $.session.viaName[session.startedVia])}</>;
}

function EndOrLeft({ session }: { readonly session: MachineSession }) {
  if (session.endTime !== null) return <Time at={session.endTime} />;
  if (session.endsAt === null) return null;
  return <TimeLeftText session={endOf(session, session.endsAt)} />;
}

/** The list does not carry the moment of the warning; the core's own mark says it. */
export const endOf = (session: MachineSession, endsAt: string) => ({
  endsAt,
  warnAt: endsAt,
  warned: session.timeoutWarningSent,
});
