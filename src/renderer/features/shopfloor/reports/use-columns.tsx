import type { TFunction } from 'i18next';
import type { AreaUse, MachineUse, PersonUse, UseFigures } from '#contract/shopfloor/reports.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { inHours } from './use-report-words.ts';
import type { ReportWords } from './use-report-words.ts';

type T = TFunction<'reports'>;

const number = { width: 110, align: 'end' } as const;

/** The figures that every row of a report has. */
function figures<Row extends UseFigures>(t: T, words: ReportWords): readonly TableColumn<Row>[] {
  return [
    {
      ...number,
      id: 'used',
      header: t(($) => $.column.used),
      value: (row) => inHours(row.usedSeconds),
      cell: (row) => words.hours(row.usedSeconds),
    },
    {
      ...number,
      id: 'idle',
      header: t(($) => $.column.idle),
      value: (row) => inHours(row.idleSeconds),
      cell: (row) => words.hours(row.idleSeconds),
    },
    {
      ...number,
      id: 'idleShare',
      header: t(($) => $.column.idleShare),
      value: (row) => (row.usedSeconds > 0 ? row.idleSeconds / row.usedSeconds : null),
      cell: (row) =>
        row.usedSeconds > 0 ? words.percent(row.idleSeconds / row.usedSeconds) : null,
    },
    {
      ...number,
      id: 'sessions',
      header: t(($) => $.column.sessions),
      value: (row) => row.sessions,
    },
    {
      ...number,
      id: 'endsInferred',
      header: t(($) => $.column.endsInferred),
      value: (row) => row.endsInferred,
    },
    {
      ...number,
      id: 'refusals',
      header: t(($) => $.column.refusals),
      value: (row) => row.refusals,
    },
  ];
}

function compared<Row extends MachineUse | AreaUse>(
  t: T,
  words: ReportWords,
): readonly TableColumn<Row>[] {
  return [
    {
      ...number,
      id: 'utilisation',
      header: t(($) => $.column.utilisation),
      value: (row) => row.utilisation,
      cell: (row) => words.percent(row.utilisation),
    },
    ...figures<Row>(t, words),
    {
      ...number,
      id: 'before',
      header: t(($) => $.column.before),
      value: (row) => inHours(row.usedBefore),
      cell: (row) => words.hours(row.usedBefore),
    },
    {
      ...number,
      id: 'change',
      header: t(($) => $.column.change),
      value: (row) =>
        row.usedBefore > 0 ? (row.usedSeconds - row.usedBefore) / row.usedBefore : null,
      cell: (row) => words.change(row.usedSeconds, row.usedBefore),
    },
  ];
}

/** Use by machine. */
export function machineColumns(t: T, words: ReportWords): readonly TableColumn<MachineUse>[] {
  return [
    {
      id: 'code',
      header: t(($) => $.column.code),
      width: 120,
      alwaysShown: true,
      value: (row) => row.machineId,
    },
    {
      id: 'name',
      header: t(($) => $.column.machine),
      width: 200,
      grow: true,
      value: (row) => row.name,
    },
    { id: 'area', header: t(($) => $.column.area), width: 140, value: (row) => row.areaName },
    ...compared<MachineUse>(t, words),
  ];
}

/** Use by area. */
export function areaColumns(t: T, words: ReportWords): readonly TableColumn<AreaUse>[] {
  return [
    {
      id: 'name',
      header: t(($) => $.column.area),
      width: 200,
      grow: true,
      alwaysShown: true,
      value: (row) => row.name,
    },
    {
      ...number,
      id: 'machines',
      header: t(($) => $.column.machines),
      value: (row) => row.machines,
    },
    ...compared<AreaUse>(t, words),
  ];
}

/** Use by person. */
export function personColumns(t: T, words: ReportWords): readonly TableColumn<PersonUse>[] {
  return [
    {
      id: 'name',
      header: t(($) => $.column.person),
      width: 220,
      grow: true,
      alwaysShown: true,
      value: (row) => row.fullName ?? t(($) => $.people.unknown),
    },
    ...figures<PersonUse>(t, words),
  ];
}
