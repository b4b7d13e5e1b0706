import { useQuery } from '@tanstack/react-query';
import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { lineForms, readerProfiles } from '#contract/identity/readers.ts';
import type { readerFields, ReaderRow } from '#contract/identity/readers.ts';
import { badgeTechnologies } from '#contract/identity/session.ts';
import { orpc } from '#lib/core.ts';
import { FormCheckbox, FormRadio, FormSelect, FormText } from '#ui/form/form-fields.tsx';
import { Select } from '#ui/select.tsx';

/** What is typed for a reader. */
export type ReaderInput = z.input<typeof readerFields>;

/** What may be typed of a reader that is there; an empty form for null. */
export function toReaderInput(row: ReaderRow | null): ReaderInput {
  return {
    name: row?.name ?? '',
    endpoint: row?.endpoint ?? '',
    profile: row?.profile ?? 'rdm6300',
    form: row?.form ?? 'hex',
    technology: row?.technology ?? 'unknown',
    reversed: row?.reversed ?? false,
    isActive: row?.isActive ?? true,
  };
}

/** The labels of the entries. */
export function useReaderLabels() {
  const { t } = useTranslation('readers');
  return {
    name: t(($) => $.field.name),
    endpoint: t(($) => $.field.endpoint),
    profile: t(($) => $.field.profile),
    form: t(($) => $.field.form),
    technology: t(($) => $.field.technology),
    reversed: t(($) => $.field.reversed),
    isActive: t(($) => $.field.isActive),
  };
}

/** The entries of a reader: where its cable is, and how it speaks. */
export function ReaderEntries() {
  const { t } = useTranslation('readers');
  const labels = useReaderLabels();
  const { field: profile } = useController<ReaderInput, 'profile'>({ name: 'profile' });
  return (
    <>
      <FormText<ReaderInput> name="name" label={labels.name} isRequired />
      <PortChoice />
      <FormText<ReaderInput>
        name="endpoint"
        label={labels.endpoint}
        description={t(($) => $.form.endpointHint)}
        placeholder="serial:/dev/ttyUSB0?baud=9600"
        isRequired
      />
      <FormRadio<ReaderInput>
        name="profile"
        label={labels.profile}
        options={readerProfiles.map((value) => ({
          value,
          label: t(($) => $.profile[value].name),
          note: t(($) => $.profile[value].note),
        }))}
      />
      {(profile.value === 'plain-line' || profile.value === 'auto') && (
        <>
          <FormSelect<ReaderInput>
            name="form"
            label={labels.form}
            options={lineForms.map((value) => ({ value, label: t(($) => $.lineForm[value]) }))}
          />
          <FormSelect<ReaderInput>
            name="technology"
            label={labels.technology}
            options={badgeTechnologies.map((value) => ({
              value,
              label: t(($) => $.technology[value]),
            }))}
          />
          <FormCheckbox<ReaderInput> name="reversed">{labels.reversed}</FormCheckbox>
        </>
      )}
      <FormCheckbox<ReaderInput> name="isActive">{labels.isActive}</FormCheckbox>
    </>
  );
}

/** Fills the endpoint from the ports of the machine that runs the core. */
function PortChoice() {
  const { t } = useTranslation('readers');
  const { field } = useController<ReaderInput, 'endpoint'>({ name: 'endpoint' });
  const { data, isPending } = useQuery(
    orpc.identity.readers.ports.queryOptions({ staleTime: 5_000, retry: false }),
  );
  if (!data || data.length === 0)
    return <p>{t(($) => (isPending ? $.form.findingPorts : $.form.noPorts))}</p>;
  return (
    <Select
      label={t(($) => $.form.ports)}
      description={t(($) => $.form.portsHint)}
      placeholder={t(($) => $.form.choosePort)}
      options={data.map(({ endpoint, path, manufacturer, serialNumber }) => ({
        value: endpoint,
        label: path,
        note: [manufacturer, serialNumber, endpoint].filter(Boolean).join(' · '),
      }))}
      value={data.some(({ endpoint }) => endpoint === field.value) ? field.value : null}
      onChange={field.onChange}
    />
  );
}
