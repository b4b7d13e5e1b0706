import { useTranslation } from 'react-i18next';
import { takeOver } from '#contract/shopfloor/machines.ts';
import type { Option } from '#ui/option.tsx';
import {
  FormCheckbox,
  FormComboBox,
  FormNumber,
  FormSelect,
  FormText,
} from '#ui/form/form-fields.tsx';
import { FormRow } from '#ui/form/form.tsx';
import type { MachineInput, MachineLabels } from './machine-input.ts';
import { useNodes, useZones } from './use-structure.ts';

/** The entries of a machine's form. */
export function MachineEntries({ labels }: { readonly labels: MachineLabels }) {
  const { t } = useTranslation('shopfloor');
  return (
    <>
      <FormText<MachineInput> name="name" label={labels.name} isRequired />
      <FormText<MachineInput>
        name="machineId"
        label={labels.machineId}
        description={t(($) => $.form.machineCodeHint)}
        isRequired
      />
      <Places labels={labels} />
      <Times labels={labels} />
      <Extensions labels={labels} />
      <TakeOver labels={labels} />
      <FormText<MachineInput> name="description" label={labels.description} rows={3} emptyIsNull />
      <FormCheckbox<MachineInput> name="requiresRfid">{labels.requiresRfid}</FormCheckbox>
      <FormCheckbox<MachineInput> name="checkAfterUse">{labels.checkAfterUse}</FormCheckbox>
    </>
  );
}

function Places({ labels }: { readonly labels: MachineLabels }) {
  const { t } = useTranslation('shopfloor');
  const zones: Option[] = (useZones().data ?? []).map(({ id, name, areaName }) => ({
    value: id,
    label: name,
    note: areaName,
  }));
  const nodes: Option[] = (useNodes().data ?? []).map(({ id, nodeId, name }) => ({
    value: id,
    label: name,
    note: nodeId,
  }));
  return (
    <>
      <FormComboBox<MachineInput> name="zoneId" label={labels.zoneId} options={zones} />
      <FormComboBox<MachineInput>
        name="nodeId"
        label={labels.nodeId}
        description={t(($) => $.form.nodeHint)}
        options={nodes}
      />
      <FormNumber<MachineInput>
        name="nodePort"
        label={labels.nodePort}
        description={t(($) => $.form.portHint)}
        minValue={0}
        maxValue={15}
      />
    </>
  );
}

function Times({ labels }: { readonly labels: MachineLabels }) {
  const { t } = useTranslation('shopfloor');
  const unit = t(($) => $.form.minutes);
  return (
    <FormRow>
      <FormNumber<MachineInput>
        name="timeoutMinutes"
        label={labels.timeoutMinutes}
        unit={unit}
        minValue={1}
        maxValue={1440}
      />
      <FormNumber<MachineInput>
        name="warningMinutes"
        label={labels.warningMinutes}
        unit={unit}
        minValue={0}
        maxValue={1439}
      />
    </FormRow>
  );
}

function Extensions({ labels }: { readonly labels: MachineLabels }) {
  const { t } = useTranslation(['machineUse', 'shopfloor']);
  return (
    <>
      <FormRow>
        <FormNumber<MachineInput>
          name="extensionsMax"
          label={labels.extensionsMax}
          unit={t(($) => $.form.times)}
          minValue={0}
          maxValue={20}
        />
        <FormNumber<MachineInput>
          name="extensionMinutes"
          label={labels.extensionMinutes}
          unit={t(($) => $.form.minutes, { ns: 'shopfloor' })}
          minValue={1}
          maxValue={240}
        />
      </FormRow>
      <FormCheckbox<MachineInput> name="extendByBadge">{labels.extendByBadge}</FormCheckbox>
    </>
  );
}

function TakeOver({ labels }: { readonly labels: MachineLabels }) {
  const { t } = useTranslation(['machineUse', 'shopfloor']);
  const policies = takeOver.options.map((value) => ({ value, label: t(($) => $.form[value]) }));
  return (
    <FormRow>
      <FormSelect<MachineInput> name="takeOver" label={labels.takeOver} options={policies} />
      <FormNumber<MachineInput>
        name="takeOverIdleMinutes"
        label={labels.takeOverIdleMinutes}
        unit={t(($) => $.form.minutes, { ns: 'shopfloor' })}
        minValue={1}
        maxValue={1440}
      />
    </FormRow>
  );
}
