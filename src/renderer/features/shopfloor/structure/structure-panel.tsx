import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Area } from '#contract/shopfloor/areas.ts';
import type { Machine } from '#contract/shopfloor/machines.ts';
import type { Zone } from '#contract/shopfloor/zones.ts';
import { useCan } from '#lib/session.ts';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { toast } from '#ui/toast-queue.ts';
import { AreaForm } from './area-form.tsx';
import { AreaRights } from './area-rights.tsx';
import { MachineForm } from './machine-form.tsx';
import type { StructureKind } from './structure-branches.ts';
import { ServiceSection } from './service-section.tsx';
import { StructureFacts } from './structure-facts.tsx';
import { useAreas, useMachines, useZones } from './use-structure.ts';
import { ZoneForm } from './zone-form.tsx';

/** What the panel works on. */
export interface StructureRecord {
  readonly kind: StructureKind;
  /** Null for a new one. */
  readonly id: string | null;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What a {@link StructurePanel} takes. */
export interface StructurePanelProps {
  readonly choice: StructureRecord;
  /** What was chosen in the tree: a new record starts there. */
  readonly within: StructureRecord | null;
  readonly onShow: (choice: StructureRecord | null) => void;
  /** A new record was saved; there is nothing to ask before it is shown. */
  readonly onCreated: (choice: StructureRecord) => void;
}

/** The form of what is chosen in the tree, or of what is being added. */
export function StructurePanel({ choice, within, onShow, onCreated }: StructurePanelProps) {
  const { t } = useTranslation('shopfloor');
  const queries = useQueryClient();
  const record = useRecord(choice);
  const canStructure = useCan('structure:manage');
  const canMachine = useCan('machine:manage');
  const editable = choice.kind === 'machine' ? canMachine : canStructure;
  const saved = (kept: Named): void => {
    toast({ tone: 'success', title: t(($) => $.done.saved, { name: kept.name }) });
    void queries.invalidateQueries({ queryKey: ['shopfloor', 'whole'] });
    if (choice.id === null) onCreated({ kind: choice.kind, id: kept.id });
  };
  return (
    <DetailPanel
      id="shopfloor.structure"
      title={choice.id === null ? t(($) => $.structure[choice.kind].add) : (record?.name ?? '')}
      onClose={() => onShow(null)}
    >
      {editable && record !== null && <ServiceSection what={choice.kind} place={record} />}
      {editable && <FormOf choice={choice} within={within} onSaved={saved} />}
      {!editable && record !== null && <StructureFacts record={record} />}
      {choice.kind === 'area' && choice.id !== null && canStructure && (
        <AreaRights areaId={choice.id} />
      )}
    </DetailPanel>
  );
}

function useRecord({ kind, id }: StructureRecord): Area | Zone | Machine | null {
  const [areas, zones, machines] = [useAreas().data, useZones().data, useMachines().data];
  const rows = { area: areas ?? [], zone: zones ?? [], machine: machines ?? [] } as const;
  return byId<Area | Zone | Machine>(rows[kind], id);
}

function FormOf(props: {
  readonly choice: StructureRecord;
  readonly within: StructureRecord | null;
  readonly onSaved: (record: Named) => void;
}) {
  const { choice, within, onSaved } = props;
  const [areas, zones, machines] = [
    useAreas().data ?? [],
    useZones().data ?? [],
    useMachines().data ?? [],
  ];
  const { areaId, zoneId } = placeOf(within, zones, machines);
  const record = useRecord(choice);
  // A record that was just made comes with the next list; its form must not start as a new one.
  if (choice.id !== null && record === null) return <Skeleton lines={6} />;
  switch (choice.kind) {
    case 'area':
      return <AreaForm row={byId(areas, choice.id)} onSaved={onSaved} />;
    case 'zone':
      return <ZoneForm row={byId(zones, choice.id)} areaId={areaId} onSaved={onSaved} />;
    case 'machine':
      return <MachineForm row={byId(machines, choice.id)} zoneId={zoneId} onSaved={onSaved} />;
  }
}

/** Where a new record starts: in the chosen area or zone, or where the chosen machine stands. */
function placeOf(
  within: StructureRecord | null,
  zones: readonly Zone[],
  machines: readonly Machine[],
): { readonly areaId: string | null; readonly zoneId: string | null } {
  if (within?.kind === 'area') return { areaId: within.id, zoneId: null };
  const zoneId =
    within?.kind === 'machine'
      ? (machines.find(({ id }) => id === within.id)?.zone?.id ?? null)
      : (within?.id ?? null);
  return { areaId: zones.find(({ id }) => id === zoneId)?.areaId ?? null, zoneId };
}

function byId<Row extends { readonly id: string }>(
  rows: readonly Row[],
  id: string | null,
): Row | null {
  return rows.find((row) => row.id === id) ?? null;
}
