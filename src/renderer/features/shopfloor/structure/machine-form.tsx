import { useTranslation } from 'react-i18next';
import { machineChanges } from '#contract/shopfloor/machines.ts';
import type { Machine, TakeOver } from '#contract/shopfloor/machines.ts';
import { client } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { ConflictBanner } from '#ui/form/conflict-banner.tsx';
import { Form } from '#ui/form/form.tsx';
import { useVersionedForm } from '#ui/form/use-versioned-form.ts';
import { MachineEntries } from './machine-entries.tsx';
import type { MachineInput, MachineLabels } from './machine-input.ts';
import { useNodes, useZones } from './use-structure.ts';

const inputOf =
  (zoneId: string | null) =>
  (row: Machine | null): MachineInput => ({
    machineId: row?.machineId ?? '',
    name: row?.name ?? '',
    description: row?.description ?? null,
    zoneId: row === null ? zoneId : (row.zone?.id ?? null),
    nodeId: row?.node?.id ?? null,
    nodePort: row?.nodePort ?? 0,
    requiresRfid: row?.requiresRfid ?? true,
    timeoutMinutes: row?.timeoutMinutes ?? 60,
    warningMinutes: row?.warningMinutes ?? 5,
    checkAfterUse: row?.checkAfterUse ?? false,
    takeOver: row?.takeOver ?? 'none',
    takeOverIdleMinutes: row?.takeOverIdleMinutes ?? 10,
    extensionsMax: row?.extensionsMax ?? 2,
    extensionMinutes: row?.extensionMinutes ?? 15,
    extendByBadge: row?.extendByBadge ?? false,
  });

/** What a {@link MachineForm} takes. */
export interface MachineFormProps {
  readonly row: Machine | null;
  /** Where a new machine starts. */
  readonly zoneId: string | null;
  readonly onSaved: (machine: Machine) => void;
}

/** Adds or changes a machine. */
export function MachineForm({ row, zoneId, onSaved }: MachineFormProps) {
  const { t } = useTranslation('shopfloor');
  const words = useErrorText();
  const labels = useLabels();
  const nameOf = useNames();
  const toInput = inputOf(zoneId);
  const edit = useVersionedForm({
    row,
    schema: machineChanges,
    toInput,
    draftKey: 'shopfloor.machine',
    async save(values, seen) {
      const saved = await withProof(() =>
        seen === null
          ? client.shopfloor.machines.create(values)
          : client.shopfloor.machines.update({ ...values, id: seen.id, version: seen.version }),
      );
      onSaved(saved);
      return saved;
    },
  });
  return (
    <Form edit={edit} submitLabel={t(($) => $.form.save)} describe={words}>
      <ConflictBanner edit={edit} toInput={toInput} labels={labels} show={nameOf} />
      <MachineEntries labels={labels} />
    </Form>
  );
}

function useLabels(): MachineLabels {
  const { t } = useTranslation('shopfloor');
  const { t: use } = useTranslation('machineUse');
  return {
    machineId: t(($) => $.field.code),
    name: t(($) => $.field.name),
    description: t(($) => $.field.description),
    zoneId: t(($) => $.field.zone),
    nodeId: t(($) => $.field.node),
    nodePort: t(($) => $.field.port),
    requiresRfid: t(($) => $.machine.requiresBadge),
    timeoutMinutes: t(($) => $.field.timeout),
    warningMinutes: t(($) => $.field.warning),
    checkAfterUse: t(($) => $.machine.checkAfterUse),
    takeOver: use(($) => $.form.takeOver),
    takeOverIdleMinutes: use(($) => $.form.idleMinutes),
    extensionsMax: use(($) => $.form.extensionsMax),
    extensionMinutes: use(($) => $.form.extensionMinutes),
    extendByBadge: use(($) => $.form.extendByBadge),
  };
}

/** The names behind the keys of zone and node. */
function useNames(): (name: string, value: unknown) => string | undefined {
  const { t } = useTranslation('machineUse');
  const [zones, nodes] = [useZones().data ?? [], useNodes().data ?? []];
  return (name, value) => {
    if (name === 'takeOver') return t(($) => $.form[value as TakeOver]);
    if (name === 'zoneId') return zones.find(({ id }) => id === value)?.name;
    return name === 'nodeId' ? nodes.find(({ id }) => id === value)?.name : undefined;
  };
}
