import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { accessoryFields, ioType } from '#contract/shopfloor/accessories.ts';
import type { Accessory } from '#contract/shopfloor/accessories.ts';
import { client } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { ConflictBanner } from '#ui/form/conflict-banner.tsx';
import {
  FormCheckbox,
  FormComboBox,
  FormNumber,
  FormSelect,
  FormText,
} from '#ui/form/form-fields.tsx';
import { Form } from '#ui/form/form.tsx';
import { useVersionedForm } from '#ui/form/use-versioned-form.ts';
import { useMachines, useNodes } from '../structure/use-structure.ts';
import { MachinesField } from './machines-field.tsx';

/** What is typed for an accessory. */
export type AccessoryInput = z.input<typeof accessoryFields>;

const toInput = (row: Accessory | null): AccessoryInput => ({
  nodeId: row?.node.id ?? '',
  name: row?.name ?? '',
  description: row?.description ?? null,
  ioType: row?.ioType ?? 'output',
  ioNumber: row?.ioNumber ?? 0,
  machineIds: row?.machines.map(({ id }) => id) ?? [],
  activationDelay: row?.activationDelay ?? 0,
  deactivationDelay: row?.deactivationDelay ?? 0,
  invertLogic: row?.invertLogic ?? false,
  countsAsActivity: row?.countsAsActivity ?? false,
  active: row?.active ?? true,
});

type Labels = Readonly<Record<keyof AccessoryInput, string>>;

/** Adds or changes an accessory. */
export function AccessoryForm({
  row,
  onSaved,
}: {
  readonly row: Accessory | null;
  readonly onSaved: (accessory: Accessory) => void;
}) {
  const { t } = useTranslation('shopfloor');
  const words = useErrorText();
  const labels = useLabels();
  const nodes = useNodes().data ?? [];
  const machines = useMachines().data ?? [];
  const edit = useVersionedForm({
    row,
    schema: accessoryFields,
    toInput,
    draftKey: 'shopfloor.accessory',
    async save(values, seen) {
      const saved = await withProof(() =>
        seen === null
          ? client.shopfloor.accessories.create(values)
          : client.shopfloor.accessories.update({ ...values, id: seen.id, version: seen.version }),
      );
      onSaved(saved);
      return saved;
    },
  });
  const show = (name: string, value: unknown): string | undefined => {
    if (name === 'nodeId') return nodes.find(({ id }) => id === value)?.nodeId;
    if (name !== 'machineIds' || !Array.isArray(value)) return undefined;
    const chosen = machines.filter(({ id }) => value.includes(id));
    return chosen.map(({ machineId }) => machineId).join(', ');
  };
  return (
    <Form edit={edit} submitLabel={t(($) => $.form.save)} describe={words}>
      <ConflictBanner edit={edit} toInput={toInput} labels={labels} show={show} />
      <Entries labels={labels} />
    </Form>
  );
}

function useLabels(): Labels {
  const { t } = useTranslation('safety');
  return {
    nodeId: t(($) => $.io.field.node),
    name: t(($) => $.io.field.name),
    description: t(($) => $.io.field.description),
    ioType: t(($) => $.io.field.type),
    ioNumber: t(($) => $.io.field.terminal),
    machineIds: t(($) => $.io.field.machines),
    activationDelay: t(($) => $.io.field.activationDelay),
    deactivationDelay: t(($) => $.io.field.deactivationDelay),
    invertLogic: t(($) => $.io.field.invertLogic),
    countsAsActivity: t(($) => $.io.field.countsAsActivity),
    active: t(($) => $.io.field.active),
  };
}

function Entries({ labels }: { readonly labels: Labels }) {
  const { t } = useTranslation(['safety', 'shopfloor']);
  const seconds = t(($) => $.form.seconds, { ns: 'shopfloor' });
  const type = useWatch<AccessoryInput, 'ioType'>({ name: 'ioType' });
  const nodes = (useNodes().data ?? []).map(({ id, nodeId, name }) => ({
    value: id,
    label: nodeId,
    note: name,
  }));
  return (
    <>
      <FormText<AccessoryInput> name="name" label={labels.name} isRequired />
      <FormComboBox<AccessoryInput>
        name="nodeId"
        label={labels.nodeId}
        options={nodes}
        isRequired
      />
      <FormSelect<AccessoryInput>
        name="ioType"
        label={labels.ioType}
        options={ioType.options.map((value) => ({ value, label: t(($) => $.io[value]) }))}
      />
      <FormNumber<AccessoryInput>
        name="ioNumber"
        label={labels.ioNumber}
        description={t(($) => $.io.terminalHint)}
        minValue={0}
        maxValue={31}
      />
      <MachinesField label={labels.machineIds} single={type === 'input'} />
      {type === 'output' && (
        <>
          <FormNumber<AccessoryInput>
            name="activationDelay"
            label={labels.activationDelay}
            description={t(($) => $.io.delayHint)}
            unit={seconds}
            minValue={0}
            maxValue={3600}
          />
          <FormNumber<AccessoryInput>
            name="deactivationDelay"
            label={labels.deactivationDelay}
            description={t(($) => $.io.runOnHint)}
            unit={seconds}
            minValue={0}
            maxValue={3600}
          />
        </>
      )}
      <FormText<AccessoryInput>
        name="description"
        label={labels.description}
        rows={3}
        emptyIsNull
      />
      <FormCheckbox<AccessoryInput> name="invertLogic">{labels.invertLogic}</FormCheckbox>
      {type === 'input' && (
        <FormCheckbox<AccessoryInput> name="countsAsActivity">
          {labels.countsAsActivity}
        </FormCheckbox>
      )}
      <FormCheckbox<AccessoryInput> name="active">{labels.active}</FormCheckbox>
    </>
  );
}
