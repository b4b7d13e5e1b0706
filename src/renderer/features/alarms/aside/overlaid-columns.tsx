import type { TFunction } from 'i18next';
import type { AlarmPriority, AlarmState } from '#contract/alarms.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { PrioritySymbol } from '#ui/priority-symbol.tsx';
import { priorityDigits } from '../alarm-columns.tsx';
import type { AlarmWords } from '../alarm-words.ts';

/** What an overlay lies on, as every list of them has it. */
interface Overlaid {
  readonly alarmType: string;
  readonly title: string;
  readonly sourceName: string;
  /** Null while the condition is normal. */
  readonly priority: AlarmPriority | null;
  readonly state: AlarmState | null;
}

/** The columns that tell which alarm is set aside, and whether it is there now. */
export function overlaidColumns<Row extends Overlaid>(
  t: TFunction<'alarmsAside'>,
  titleOf: AlarmWords['title'],
): readonly TableColumn<Row>[] {
  return [
    {
      id: 'priority',
      header: t(($) => $.field.priority),
      symbol: '!',
      sortable: false,
      width: 44,
      value: ({ priority }) => priority,
      cell: ({ priority }) =>
        priority && <PrioritySymbol priority={priorityDigits[priority]} look="outline" />,
    },
    {
      id: 'title',
      header: t(($) => $.field.alarm),
      sortable: false,
      width: 250,
      alwaysShown: true,
      value: titleOf,
    },
    {
      id: 'source',
      header: t(($) => $.field.source),
      sortable: false,
      width: 190,
      value: ({ sourceName }) => sourceName,
    },
    {
      id: 'state',
      header: t(($) => $.field.now),
      sortable: false,
      width: 130,
      value: ({ state }) => t(($) => (state === null ? $.now.normal : $.now.standing)),
    },
  ];
}
