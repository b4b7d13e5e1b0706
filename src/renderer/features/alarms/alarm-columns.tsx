import type { TFunction } from 'i18next';
import type { Alarm, AlarmPriority, AlarmState } from '#contract/alarms.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { PrioritySymbol } from '#ui/priority-symbol.tsx';
import { Time } from '#ui/time.tsx';
import { marksOf } from './alarm-marks.ts';
import { Risen } from './held-marks.tsx';
import { needsAttention } from './queue-order.ts';

/** The number in the symbol of a priority. */
export const priorityDigits = { P1: 1, P2: 2, P3: 3, P4: 4 } as const satisfies Record<
  AlarmPriority,
  number
>;

/** Filled while the condition stands; blinks while the most urgent wait for somebody. */
export function AlarmSymbol({ alarm: { priority, state } }: { readonly alarm: Alarm }) {
  return (
    <PrioritySymbol
      priority={priorityDigits[priority]}
      look={state === 'active-unacked' || state === 'active-acked' ? 'filled' : 'outline'}
      blinking={priority === 'P1' && state === 'active-unacked'}
    />
  );
}

/** Bold while somebody has to take note; set aside once it has left the queue. */
export function toneOf(alarm: Alarm): 'strong' | 'muted' | undefined {
  if (needsAttention(alarm)) return 'strong';
  return alarm.state === 'normal' ? 'muted' : undefined;
}

/** All states in the order in which filters name them. */
export const queueStates: readonly AlarmState[] = [
  'active-unacked',
  'returned-unacked',
  'latched-unacked',
  'active-acked',
  'latched-acked',
];

/** The columns of queue and history. Their order is that of the queue or of the server, so none sorts. */
export function alarmColumns(
  t: TFunction<'alarms'>,
  titleOf: (alarm: Alarm) => string,
): readonly TableColumn<Alarm>[] {
  return [
    {
      id: 'priority',
      header: t(($) => $.field.priority),
      symbol: '!',
      sortable: false,
      width: 44,
      alwaysShown: true,
      value: ({ priority }) => priority,
      cell: (alarm) => (
        <>
          <AlarmSymbol alarm={alarm} />
          <Risen id={alarm.id} />
        </>
      ),
    },
    {
      id: 'state',
      header: t(($) => $.field.state),
      sortable: false,
      width: 110,
      value: ({ state }) => t(($) => $.state[state]),
      cell: ({ state }) => (
        <>
          <span aria-hidden="true">{t(($) => $.state[state])}</span>
          <span className="visually-hidden">{t(($) => $.stateLong[state])}</span>
        </>
      ),
    },
    {
      id: 'time',
      header: t(($) => $.field.time),
      sortable: false,
      width: 170,
      value: ({ annunciatedAt }) => annunciatedAt,
      cell: ({ annunciatedAt }) => <Time at={annunciatedAt} />,
    },
    {
      id: 'source',
      header: t(($) => $.field.source),
      sortable: false,
      width: 190,
      value: ({ sourceName }) => sourceName,
    },
    {
      id: 'message',
      header: t(($) => $.field.message),
      sortable: false,
      width: 320,
      grow: true,
      alwaysShown: true,
      value: (alarm) => messageOf(titleOf(alarm), alarm),
    },
    {
      id: 'count',
      header: t(($) => $.field.count),
      sortable: false,
      width: 70,
      align: 'end',
      value: ({ occurrences }) => occurrences,
    },
    {
      id: 'marks',
      header: t(($) => $.field.marks),
      sortable: false,
      width: 150,
      value: (alarm) =>
        marksOf(alarm)
          .map((mark) => t(($) => $.mark[mark]))
          .join(', '),
    },
    {
      id: 'assignedTo',
      header: t(($) => $.field.assignedTo),
      sortable: false,
      width: 130,
      value: ({ assignedToName }) => assignedToName,
    },
    {
      id: 'acknowledgedBy',
      header: t(($) => $.field.acknowledgedBy),
      sortable: false,
      width: 150,
      value: ({ acknowledgedByName }) => acknowledgedByName,
    },
  ];
}

/** Title and message in one line, without saying the same twice. */
function messageOf(title: string, { title: own, message }: Alarm): string {
  return message === '' || message === own || message === title ? title : `${title} · ${message}`;
}
