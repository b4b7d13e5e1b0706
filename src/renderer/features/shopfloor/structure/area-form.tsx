import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { areaChanges } from '#contract/shopfloor/areas.ts';
import type { Area } from '#contract/shopfloor/areas.ts';
import { client } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { ConflictBanner } from '#ui/form/conflict-banner.tsx';
import { FormText } from '#ui/form/form-fields.tsx';
import { Form } from '#ui/form/form.tsx';
import { useVersionedForm } from '#ui/form/use-versioned-form.ts';

/** What is typed for an area. */
type AreaInput = z.input<typeof areaChanges>;

const toInput = (row: Area | null): AreaInput => ({
  name: row?.name ?? '',
  code: row?.code ?? '',
  description: row?.description ?? null,
});

/** Adds or changes an area. */
export function AreaForm({
  row,
  onSaved,
}: {
  readonly row: Area | null;
  readonly onSaved: (area: Area) => void;
}) {
  const { t } = useTranslation('shopfloor');
  const words = useErrorText();
  const edit = useVersionedForm({
    row,
    schema: areaChanges,
    toInput,
    draftKey: 'shopfloor.area',
    async save(values, seen) {
      const saved = await withProof(() =>
        seen === null
          ? client.shopfloor.areas.create(values)
          : client.shopfloor.areas.update({ ...values, id: seen.id, version: seen.version }),
      );
      onSaved(saved);
      return saved;
    },
  });
  const labels = {
    name: t(($) => $.field.name),
    code: t(($) => $.field.code),
    description: t(($) => $.field.description),
  };
  return (
    <Form edit={edit} submitLabel={t(($) => $.form.save)} describe={words}>
      <ConflictBanner edit={edit} toInput={toInput} labels={labels} />
      <FormText<AreaInput> name="name" label={labels.name} isRequired />
      <FormText<AreaInput>
        name="code"
        label={labels.code}
        description={t(($) => $.form.codeHint)}
        isRequired
      />
      <FormText<AreaInput> name="description" label={labels.description} rows={3} emptyIsNull />
    </Form>
  );
}
