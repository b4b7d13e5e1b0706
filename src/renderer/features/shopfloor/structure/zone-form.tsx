import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { zoneChanges } from '#contract/shopfloor/zones.ts';
import type { Zone } from '#contract/shopfloor/zones.ts';
import { client } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { ConflictBanner } from '#ui/form/conflict-banner.tsx';
import { FormSelect, FormText } from '#ui/form/form-fields.tsx';
import { Form } from '#ui/form/form.tsx';
import { useVersionedForm } from '#ui/form/use-versioned-form.ts';
import { useAreas } from './use-structure.ts';

/** What is typed for a zone. */
type ZoneInput = z.input<typeof zoneChanges>;

const inputOf =
  (areaId: string | null) =>
  (row: Zone | null): ZoneInput => ({
    name: row?.name ?? '',
    code: row?.code ?? null,
    description: row?.description ?? null,
    areaId: row?.areaId ?? areaId ?? '',
  });

/** What a {@link ZoneForm} takes. */
export interface ZoneFormProps {
  readonly row: Zone | null;
  /** Where a new zone starts. */
  readonly areaId: string | null;
  readonly onSaved: (zone: Zone) => void;
}

/** Adds or changes a zone. */
export function ZoneForm({ row, areaId, onSaved }: ZoneFormProps) {
  const { t } = useTranslation('shopfloor');
  const words = useErrorText();
  const areas = useAreas().data ?? [];
  const toInput = inputOf(areaId);
  const edit = useVersionedForm({
    row,
    schema: zoneChanges,
    toInput,
    draftKey: 'shopfloor.zone',
    async save(values, seen) {
      const saved = await withProof(() =>
        seen === null
          ? client.shopfloor.zones.create(values)
          : client.shopfloor.zones.update({ ...values, id: seen.id, version: seen.version }),
      );
      onSaved(saved);
      return saved;
    },
  });
  const labels = {
    name: t(($) => $.field.name),
    code: t(($) => $.field.code),
    areaId: t(($) => $.field.area),
    description: t(($) => $.field.description),
  };
  const areaOptions = areas.map(({ id, name }) => ({ value: id, label: name }));
  const nameOf = (name: string, value: unknown): string | undefined =>
    name === 'areaId' ? areas.find(({ id }) => id === value)?.name : undefined;
  return (
    <Form edit={edit} submitLabel={t(($) => $.form.save)} describe={words}>
      <ConflictBanner edit={edit} toInput={toInput} labels={labels} show={nameOf} />
      <FormText<ZoneInput> name="name" label={labels.name} isRequired />
      <FormSelect<ZoneInput>
        name="areaId"
        label={labels.areaId}
        options={areaOptions}
        placeholder={t(($) => $.form.choose)}
        isRequired
      />
      <FormText<ZoneInput>
        name="code"
        label={labels.code}
        description={t(($) => $.form.codeHint)}
        emptyIsNull
      />
      <FormText<ZoneInput> name="description" label={labels.description} rows={3} emptyIsNull />
    </Form>
  );
}
