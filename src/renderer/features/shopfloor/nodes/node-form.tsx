import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { nodeFields, nodeType } from '#contract/shopfloor/nodes.ts';
import type { ShopNode } from '#contract/shopfloor/nodes.ts';
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
import { useZones } from '../structure/use-structure.ts';
import { DeskEntry } from './desk-entry.tsx';

/** What is typed for a node. */
type NodeInput = z.input<typeof nodeFields>;

const toInput = (row: ShopNode | null): NodeInput => ({
  nodeId: row?.nodeId ?? '',
  name: row?.name ?? '',
  description: row?.description ?? null,
  nodeType: row?.nodeType ?? 'machine_monitor',
  zoneId: row?.zone?.id ?? null,
  isEsp32: row?.isEsp32 ?? false,
  endpoint: row?.endpoint ?? null,
  installationId: row?.installationId ?? null,
  offlineAfterSeconds: row?.offlineAfterSeconds ?? 45,
  monitorsEstop: row?.monitorsEstop ?? true,
  drillEveryDays: row === null ? 30 : row.drillEveryDays,
  workstation: row?.workstation ?? null,
  active: row?.active ?? true,
});

type NodeLabels = Readonly<Record<Exclude<keyof NodeInput, 'installationId'>, string>>;

/** Adds or changes a node; its link is opened anew after a save. */
export function NodeForm({
  row,
  onSaved,
}: {
  readonly row: ShopNode | null;
  readonly onSaved: (node: ShopNode) => void;
}) {
  const { t } = useTranslation('shopfloor');
  const words = useErrorText();
  const labels = useLabels();
  const zones = useZones().data ?? [];
  const edit = useVersionedForm({
    row,
    schema: nodeFields,
    toInput,
    draftKey: 'shopfloor.node',
    async save(values, seen) {
      const saved = await withProof(() =>
        seen === null
          ? client.shopfloor.nodes.create(values)
          : client.shopfloor.nodes.update({ ...values, id: seen.id, version: seen.version }),
      );
      onSaved(saved);
      return saved;
    },
  });
  const nameOf = (name: string, value: unknown): string | undefined =>
    name === 'zoneId' ? zones.find(({ id }) => id === value)?.name : undefined;
  return (
    <Form edit={edit} submitLabel={t(($) => $.form.save)} describe={words}>
      <ConflictBanner edit={edit} toInput={toInput} labels={labels} show={nameOf} />
      <NodeEntries labels={labels} />
    </Form>
  );
}

function useLabels(): NodeLabels {
  const { t } = useTranslation('shopfloor');
  const { t: tn } = useTranslation('nodes');
  return {
    nodeId: t(($) => $.field.code),
    name: t(($) => $.field.name),
    description: t(($) => $.field.description),
    nodeType: t(($) => $.field.type),
    zoneId: t(($) => $.field.zone),
    isEsp32: t(($) => $.nodes.esp32),
    endpoint: t(($) => $.field.endpoint),
    offlineAfterSeconds: t(($) => $.field.offlineAfter),
    monitorsEstop: t(($) => $.nodes.monitorsEstop),
    drillEveryDays: t(($) => $.nodes.drillEvery),
    workstation: tn(($) => $.desk.workstation),
    active: t(($) => $.nodes.active),
  };
}

function NodeEntries({ labels }: { readonly labels: NodeLabels }) {
  const { t } = useTranslation('shopfloor');
  const zones = (useZones().data ?? []).map(({ id, name, areaName }) => ({
    value: id,
    label: name,
    note: areaName,
  }));
  const types = nodeType.options.map((type) => ({
    value: type,
    label: t(($) => $.nodeType[type]),
  }));
  return (
    <>
      <FormText<NodeInput> name="name" label={labels.name} isRequired />
      <FormText<NodeInput>
        name="nodeId"
        label={labels.nodeId}
        description={t(($) => $.nodes.codeHint)}
        isRequired
      />
      <FormText<NodeInput>
        name="endpoint"
        label={labels.endpoint}
        description={t(($) => $.nodes.endpointHint)}
        placeholder="tcp://192.168.10.21:4001"
        emptyIsNull
      />
      <FormSelect<NodeInput> name="nodeType" label={labels.nodeType} options={types} />
      <DeskEntry />
      <FormComboBox<NodeInput> name="zoneId" label={labels.zoneId} options={zones} />
      <FormNumber<NodeInput>
        name="offlineAfterSeconds"
        label={labels.offlineAfterSeconds}
        description={t(($) => $.nodes.offlineAfterHint)}
        unit={t(($) => $.form.seconds)}
        minValue={20}
        maxValue={3600}
      />
      <FormNumber<NodeInput>
        name="drillEveryDays"
        label={labels.drillEveryDays}
        description={t(($) => $.nodes.drillEveryHint)}
        unit={t(($) => $.form.days)}
        minValue={1}
        maxValue={366}
      />
      <FormText<NodeInput> name="description" label={labels.description} rows={3} emptyIsNull />
      <FormCheckbox<NodeInput> name="monitorsEstop">{labels.monitorsEstop}</FormCheckbox>
      <FormCheckbox<NodeInput> name="isEsp32">{labels.isEsp32}</FormCheckbox>
      <FormCheckbox<NodeInput> name="active">{labels.active}</FormCheckbox>
    </>
  );
}
