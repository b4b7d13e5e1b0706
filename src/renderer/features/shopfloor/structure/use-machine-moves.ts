import { useQueryClient } from '@tanstack/react-query';
import { useDragAndDrop } from 'react-aria-components';
import type { DragAndDropHooks } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useAction } from '#ui/use-action.ts';
import { changedFields } from './bulk-change.ts';
import { useMachines, useZones } from './use-structure.ts';

const dragged = 'application/x-signalbox-machine';

/** Moves machines to another zone by dragging them there, by pointer or by keyboard; undefined for who may not. */
export function useMachineMoves(): DragAndDropHooks | undefined {
  const { t } = useTranslation('structure');
  const queries = useQueryClient();
  const mayMove = useCan('machine:manage');
  const machines = useMachines().data ?? [];
  const zones = useZones().data ?? [];
  const move = useAction(
    async ({ id, zoneId }: { id: string; zoneId: string }) => {
      const machine = machines.find((one) => one.id === id);
      if (!machine) return null;
      const { version } = machine;
      return client.shopfloor.machines.update({
        ...changedFields(machine, { zoneId }),
        id,
        version,
      });
    },
    {
      done: (machine) =>
        t(($) => $.moved, { name: machine?.name ?? '', zone: machine?.zone?.name ?? '' }),
      onDone: () => void queries.invalidateQueries({ queryKey: ['shopfloor', 'whole'] }),
    },
  );
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) =>
      [...keys].map(String).flatMap((key) => {
        const [kind, id = ''] = key.split(':');
        const name = machines.find((one) => one.id === id)?.name;
        return kind === 'machine' && name !== undefined
          ? [{ [dragged]: id, 'text/plain': name }]
          : [];
      }),
    acceptedDragTypes: [dragged],
    shouldAcceptItemDrop: ({ key }) => String(key).startsWith('zone:'),
    onItemDrop({ items, target }) {
      const zoneId = String(target.key).replace(/^zone:/u, '');
      if (!zones.some(({ id }) => id === zoneId)) return;
      for (const item of items)
        if (item.kind === 'text') void item.getText(dragged).then((id) => move.run({ id, zoneId }));
    },
  });
  return mayMove ? dragAndDropHooks : undefined;
}
