import type { TFunction } from 'i18next';
import type { JournalRow } from '#contract/alarms/journal.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { PrioritySymbol } from '#ui/priority-symbol.tsx';
import { Time } from '#ui/time.tsx';
import { priorityDigits } from '../alarm-columns.tsx';

/** The columns of the journal. Its order is the server's, so none sorts. */
export function journalColumns(
  t: TFunction<'alarms'>,
  titleOf: (row: JournalRow) => string,
): readonly TableColumn<JournalRow>[] {
  return [
    {
      id: 'at',
      header: t(($) => $.field.time),
      sortable: false,
      width: 170,
      alwaysShown: true,
      value: ({ at }) => at,
      cell: ({ at }) => <Time at={at} />,
    },
    {
      id: 'priority',
      header: t(($) => $.field.priority),
      symbol: '!',
      sortable: false,
      width: 44,
      value: ({ priority }) => priority,
      cell: ({ priority, annunciated }) =>
        priority && (
          <PrioritySymbol
            priority={priorityDigits[priority]}
            look={annunciated ? 'filled' : 'outline'}
          />
        ),
    },
    {
      id: 'event',
      header: t(($) => $.journal.event),
      sortable: false,
      width: 190,
      alwaysShown: true,
      value: ({ event }) => t(($) => $.event[event]),
    },
    {
      id: 'title',
      header: t(($) => $.journal.alarm),
      sortable: false,
      width: 260,
      value: titleOf,
    },
    {
      id: 'source',
      header: t(($) => $.field.source),
      sortable: false,
      width: 200,
      value: ({ sourceName }) => sourceName,
    },
    {
      id: 'type',
      header: t(($) => $.field.type),
      sortable: false,
      width: 160,
      initiallyHidden: true,
      value: ({ alarmType }) => alarmType,
    },
    {
      id: 'by',
      header: t(($) => $.journal.by),
      sortable: false,
      width: 160,
      value: ({ userName }) => userName ?? t(($) => $.journal.system),
    },
    {
      id: 'workstation',
      header: t(($) => $.journal.workstation),
      sortable: false,
      width: 140,
      value: ({ workstation }) => workstation,
    },
    {
      id: 'note',
      header: t(($) => $.field.note),
      sortable: false,
      width: 260,
      grow: true,
      value: ({ note }) => note,
    },
  ];
}
