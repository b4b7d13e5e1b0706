import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCan } from '#lib/session.ts';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { toast } from '#ui/toast-queue.ts';
import { AreaForm } from './area-form.tsx';
import { MachineForm } from './machine-form.tsx';
import type { StructureKind } from './structure-branches.ts';
import { useAreas, useMachines, useZones } from './use-structure.ts';
import { ZoneForm } from './zone-form.tsx';

/** What the panel works on. */
export interface StructureRecord {
  readonly kind: StructureKind;
  /** Null for a new one. */
  readonly id: string | null;
}

/** What a {@link StructurePanel} takes. */
export interface StructurePanelProps {
  readonly choice: StructureRecord;
  /** What was chosen in the tree: a new record starts there. */
  readonly within: StructureRecord | null;
  readonly onShow: (choice: StructureRecord | null) => void;
}

/** The form of what is chosen in the tree, or of what is being added. */
export function StructurePanel({ choice, within, onShow }: StructurePanelProps) {
  const { t } = useTranslation('shopfloor');
  const queries = useQueryClient();
  const name = useRecords(choice);
  const canStructure = useCan('structure:manage');
  const canMachine = useCan('machine:manage');
  const editable = choice.kind === 'machine' ? canMachine : canStructure;
  const saved = (record: { readonly id: string; readonly name: string }): void => {
    toast({ tone: 'success', title: t(($) => $.done.saved, { name: record.name }) });
    void queries.invalidateQueries({ queryKey: ['shopfloor', 'whole'] });
    if (choice.id === null) onShow({ kind: choice.kind, id: record.id });
  };
  return (
    <DetailPanel
      id="shopfloor.structure"
      title={choice.id === null ? t(($) => $.structure[choice.kind].add) : name}
      onClose={() => onShow(null)}
    >
      {!editable && <p>{t(($) => $.structure.readOnly)}</p>}
      <FormOf choice={choice} within={within} onSaved={saved} />
    </DetailPanel>
  );
}

function useRecords({ kind, id }: StructureRecord): string {
  const [areas, zones, machines] = [useAreas().data, useZones().data, useMachines().data];
  const all: Readonly<Record<StructureKind, readonly { id: string; name: string }[]>> = {
    area: areas ?? [],
    zone: zones ?? [],
    machine: machines ?? [],
  };
  return all[kind].find((record) => record.id === id)?.name ?? '';
}

function FormOf(props: {
  readonly choice: StructureRecord;
  readonly within: StructureRecord | null;
  readonly onSaved: (record: { readonly id: string; readonly name: string }) => void;
}) {
  const { choice, within, onSaved } = props;
  const [areas, zones, machines] = [
    useAreas().data ?? [],
    useZones().data ?? [],
    useMachines().data ?? [],
  ];
  const zoneId = within?.kind === 'zone' ? within.id : null;
  const areaId =
    within?.kind === 'area' ? within.id : (zones.find(({ id }) => id === zoneId)?.areaId ?? null);
  switch (choice.kind) {
    case 'area':
      return <AreaForm row={byId(areas, choice.id)} onSaved={onSaved} />;
    case 'zone':
      return <ZoneForm row={byId(zones, choice.id)} areaId={areaId} onSaved={onSaved} />;
    case 'machine':
      return <MachineForm row={byId(machines, choice.id)} zoneId={zoneId} onSaved={onSaved} />;
  }
}

function byId<Row extends { readonly id: string }>(
  rows: readonly Row[],
  id: string | null,
): Row | null {
  return rows.find((row) => row.id === id) ?? null;
}
