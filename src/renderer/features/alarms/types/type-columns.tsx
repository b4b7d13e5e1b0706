import type { AlarmTypeRow } from '#contract/alarms/types.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { PrioritySymbol } from '#ui/priority-symbol.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import { priorityDigits } from '../alarm-columns.tsx';
import type { TypeField } from './type-input.ts';
import type { TypeWords } from './use-type-words.ts';

/** The columns of the alarm types. */
export function typeColumns(
  words: TypeWords,
  titleOf: (row: AlarmTypeRow) => string,
): readonly TableColumn<AlarmTypeRow>[] {
  const { t, labels } = words;
  return [
    {
      id: 'priority',
      header: labels.priority,
      symbol: '!',
      width: 44,
      alwaysShown: true,
      value: ({ priority }) => priority,
      cell: ({ priority }) => <PrioritySymbol priority={priorityDigits[priority]} look="outline" />,
    },
    {
      id: 'title',
      header: labels.title,
      width: 270,
      grow: true,
      alwaysShown: true,
      value: titleOf,
    },
    {
      id: 'enabled',
      header: t(($) => $.column.enabled),
      width: 120,
      value: ({ isEnabled }) => t(($) => (isEnabled ? $.enabled : $.disabled)),
      cell: ({ isEnabled }) => (
        <StatusBadge tone={isEnabled ? 'normal' : 'off'}>
          {t(($) => (isEnabled ? $.enabled : $.disabled))}
        </StatusBadge>
      ),
    },
    {
      id: 'open',
      header: t(($) => $.column.open),
      width: 90,
      align: 'end',
      value: ({ openCount }) => openCount,
    },
    length(
      words,
      'timeToRespondSeconds',
      t(($) => $.column.respond),
    ),
    length(
      words,
      'onDelaySeconds',
      t(($) => $.column.onDelay),
    ),
    length(
      words,
      'offDelaySeconds',
      t(($) => $.column.offDelay),
    ),
    {
      ...length(
        words,
        'maxShelveSeconds',
        t(($) => $.column.shelve),
      ),
      cell: ({ priority, maxShelveSeconds }) =>
        priority === 'P1' || maxShelveSeconds === 0
          ? t(($) => $.notShelvable)
          : words.span(maxShelveSeconds),
    },
    {
      ...length(
        words,
        'escalateSeconds',
        t(($) => $.column.escalate),
      ),
      width: 130,
      cell: ({ escalateSeconds }) =>
        escalateSeconds === null ? t(($) => $.asPriority) : words.span(escalateSeconds),
    },
    {
      id: 'limit',
      header: labels.limit,
      width: 110,
      initiallyHidden: true,
      value: ({ limit, unit }) => (limit === null ? null : `${limit} ${unit ?? ''}`),
    },
    {
      id: 'name',
      header: t(($) => $.column.name),
      width: 180,
      value: ({ alarmType }) => alarmType,
    },
    {
      id: 'updated',
      header: t(($) => $.column.updated),
      width: 160,
      value: ({ updatedAt }) => updatedAt,
      cell: ({ updatedAt }) => <Time at={updatedAt} />,
    },
  ];
}

type LengthField = Extract<TypeField, `${string}Seconds`>;

/** A column of a length in seconds, shown as people say it. */
function length(words: TypeWords, field: LengthField, header: string): TableColumn<AlarmTypeRow> {
  return {
    id: field,
    header,
    width: 100,
    align: 'end',
    value: (row) => row[field],
    cell: (row) => words.span(row[field]),
  };
}
