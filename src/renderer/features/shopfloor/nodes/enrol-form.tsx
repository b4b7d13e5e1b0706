import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { nodeType } from '#contract/shopfloor/nodes.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Banner } from '#ui/banner.tsx';
import {
  FormCheckbox,
  FormComboBox,
  FormNumber,
  FormRadio,
  FormSelect,
  FormText,
} from '#ui/form/form-fields.tsx';
import { Form, FormRow } from '#ui/form/form.tsx';
import { useEditForm } from '#ui/form/use-edit-form.ts';
import { Select } from '#ui/select.tsx';
import { useZones } from '../structure/use-structure.ts';
import { DeskEntry } from './desk-entry.tsx';
import type { Enrolled } from './enrol-dialog.tsx';
import { enrolSchema, enrolWays } from './enrol-input.ts';
import type { EnrolInput, EnrolValues } from './enrol-input.ts';

/** Adds the node, and makes its token in the same step where it reports over the network. */
async function enrol({ way, endpoint, validDays, ...what }: EnrolValues): Promise<Enrolled> {
  if (way !== 'network') {
    return { node: await client.shopfloor.nodes.create({ ...what, endpoint }), token: null };
  }
  return client.shopfloor.nodes.enrol({
    node: { ...what, endpoint: null },
    token: { scopes: ['node:connect'], validDays },
  });
}

/** What a new node is, and how it is reached. */
export function EnrolForm({
  onAdded,
  onCancel,
}: {
  readonly onAdded: (enrolled: Enrolled) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation('nodes');
  const words = useErrorText();
  const queries = useQueryClient();
  const edit = useEditForm<EnrolInput, EnrolValues>({
    schema: enrolSchema,
    defaults: {
      nodeId: '',
      name: '',
      nodeType: 'machine_monitor',
      workstation: null,
      zoneId: null,
      isEsp32: true,
      way: 'tcp',
      endpoint: null,
      validDays: 365,
    },
    async save(values) {
      const enrolled = await withProof(() => enrol(values));
      void queries.invalidateQueries({ queryKey: ['shopfloor', 'whole'] });
      onAdded(enrolled);
    },
  });
  return (
    <Form edit={edit} submitLabel={t(($) => $.enrol.add)} describe={words} onCancel={onCancel}>
      <WhatEntries />
      <HowEntries />
    </Form>
  );
}

function WhatEntries() {
  const { t } = useTranslation('shopfloor');
  const zones = (useZones().data ?? []).map(({ id, name, areaName }) => ({
    value: id,
    label: name,
    note: areaName,
  }));
  return (
    <>
      <FormRow>
        <FormText<EnrolInput>
          name="nodeId"
          label={t(($) => $.field.code)}
          description={t(($) => $.nodes.codeHint)}
          isRequired
        />
        <FormText<EnrolInput> name="name" label={t(($) => $.field.name)} isRequired />
      </FormRow>
      <FormRow>
        <FormSelect<EnrolInput>
          name="nodeType"
          label={t(($) => $.field.type)}
          options={nodeType.options.map((value) => ({
            value,
            label: t(($) => $.nodeType[value]),
          }))}
        />
        <FormComboBox<EnrolInput> name="zoneId" label={t(($) => $.field.zone)} options={zones} />
      </FormRow>
      <DeskEntry />
      <FormCheckbox<EnrolInput> name="isEsp32">{t(($) => $.nodes.esp32)}</FormCheckbox>
    </>
  );
}

function HowEntries() {
  const { t } = useTranslation('nodes');
  const { t: ts } = useTranslation('shopfloor');
  const mayMakeTokens = useCan('token:manage');
  const way = useWatch<EnrolInput, 'way'>({ name: 'way' });
  return (
    <>
      <FormRadio<EnrolInput>
        name="way"
        label={t(($) => $.enrol.how)}
        options={enrolWays.map((value) => ({
          value,
          label: t(($) => $.enrol.ways[value]),
          note: t(($) => $.enrol.ways[`${value}Note`]),
          disabled: value === 'network' && !mayMakeTokens,
        }))}
      />
      {!mayMakeTokens && <Banner tone="info">{t(($) => $.enrol.noTokenRight)}</Banner>}
      {way === 'serial' && <FoundPorts />}
      {way !== 'network' && (
        <FormText<EnrolInput>
          name="endpoint"
          label={ts(($) => $.field.endpoint)}
          placeholder={
            way === 'serial' ? 'serial:/dev/ttyUSB0?baud=115200' : 'tcp://192.168.10.21:4001'
          }
          isRequired
          emptyIsNull
        />
      )}
      {way === 'network' && (
        <>
          <FormNumber<EnrolInput>
            name="validDays"
            label={t(($) => $.enrol.validDays)}
            unit={t(($) => $.enrol.days)}
            minValue={1}
            maxValue={730}
          />
          <p>
            {t(($) => $.enrol.scopes)}: {t(($) => $.enrol.scopesText)}
          </p>
        </>
      )}
    </>
  );
}

/** Serial ports of the core's machine; choosing one fills in the endpoint. */
function FoundPorts() {
  const { t } = useTranslation('nodes');
  const { setValue } = useFormContext<EnrolInput>();
  const endpoint = useWatch<EnrolInput, 'endpoint'>({ name: 'endpoint' });
  const { data } = useQuery({
    queryKey: ['shopfloor', 'node-ports'],
    queryFn: ({ signal }) => client.shopfloor.nodes.ports(undefined, { signal }),
    refetchInterval: 3000,
  });
  if (!data || data.length === 0) return <Banner tone="info">{t(($) => $.enrol.noPorts)}</Banner>;
  return (
    <Select
      label={t(($) => $.enrol.port)}
      options={data.map(({ endpoint: value, path, manufacturer, serialNumber }) => ({
        value,
        label: path,
        note: [manufacturer, serialNumber].filter((part) => part !== null).join(' '),
      }))}
      value={data.some((port) => port.endpoint === endpoint) ? (endpoint ?? null) : null}
      onChange={(value) => setValue('endpoint', value, { shouldDirty: true, shouldValidate: true })}
    />
  );
}
