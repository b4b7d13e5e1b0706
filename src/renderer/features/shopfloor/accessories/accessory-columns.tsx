import type { TFunction } from 'i18next';
import type { Accessory } from '#contract/shopfloor/accessories.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { Time } from '#ui/time.tsx';
import { AccessoryState, NextChange } from './accessory-state.tsx';

const codesOf = ({ machines }: Accessory): string =>
  machines.map(({ machineId }) => machineId).join(', ');

/** The columns of the accessories. */
export function accessoryColumns(t: TFunction<'safety'>): readonly TableColumn<Accessory>[] {
  const level = (raw: boolean) => t(($) => (raw ? $.io.high : $.io.low));
  return [
    {
      id: 'name',
      header: t(($) => $.io.field.name),
      width: 180,
      grow: true,
      alwaysShown: true,
      value: ({ name }) => name,
    },
    {
      id: 'state',
      header: t(($) => $.io.field.state),
      width: 190,
      value: ({ on }) => on,
      cell: (accessory) => <AccessoryState accessory={accessory} />,
    },
    {
      id: 'since',
      header: t(($) => $.io.field.since),
      width: 130,
      value: ({ lastChanged }) => lastChanged,
      cell: ({ lastChanged }) =>
        lastChanged === null ? '–' : <Time at={lastChanged} show="relative" />,
    },
    {
      id: 'next',
      header: t(($) => $.io.field.next),
      width: 170,
      value: ({ phaseUntil, test }) => test?.until ?? phaseUntil,
      cell: (accessory) => <NextChange accessory={accessory} />,
    },
    {
      id: 'machines',
      header: t(($) => $.io.field.machines),
      width: 180,
      value: codesOf,
    },
    {
      id: 'raw',
      header: t(($) => $.io.field.raw),
      width: 90,
      value: ({ rawLevel }) => (rawLevel === null ? null : level(rawLevel)),
    },
    {
      id: 'type',
      header: t(($) => $.io.field.type),
      width: 90,
      value: ({ ioType }) => t(($) => $.io[ioType]),
    },
    {
      id: 'node',
      header: t(($) => $.io.field.node),
      width: 100,
      value: ({ node }) => node.nodeId,
    },
    {
      id: 'terminal',
      header: t(($) => $.io.field.terminal),
      width: 80,
      align: 'end',
      value: ({ ioNumber }) => ioNumber,
    },
  ];
}

/** Whether a text is in an accessory's name, node or machines. */
export function fits(accessory: Accessory, search: string | undefined): boolean {
  if (search === undefined) return true;
  const wanted = search.toLocaleLowerCase();
  const { name, node, machines } = accessory;
  return [
    name,
    node.nodeId,
    node.name,
    ...machines.flatMap((one) => [one.machineId, one.name]),
  ].some((text) => text.toLocaleLowerCase().includes(wanted));
}
