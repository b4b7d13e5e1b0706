import { CheckboxGroup, Label } from 'react-aria-components';
import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { SyncTarget } from '#contract/shopfloor/sync.ts';
import { syncEventTypes, syncTargetFields } from '#contract/shopfloor/sync.ts';
import { classNames } from '#lib/class-names.ts';
import { client } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Checkbox } from '#ui/checkbox.tsx';
import { ConflictBanner } from '#ui/form/conflict-banner.tsx';
import { FormCheckbox, FormText } from '#ui/form/form-fields.tsx';
import { Form } from '#ui/form/form.tsx';
import { useVersionedForm } from '#ui/form/use-versioned-form.ts';
import { toast } from '#ui/toast-queue.ts';
import { useAreas } from '../structure/use-structure.ts';
import styles from './applications.module.css';
import type { ShownKey } from './key-once.tsx';
import { useTypeName } from './sync-words.tsx';

type TargetInput = z.input<typeof syncTargetFields>;

const toInput = (row: SyncTarget | null): TargetInput => ({
  targetApp: row?.targetApp ?? '',
  url: row?.url ?? '',
  eventTypes: row?.eventTypes ?? [...syncEventTypes],
  areaIds: row?.areaIds ?? null,
  allowPrivate: row?.allowPrivate ?? false,
  active: row?.active ?? true,
});

/** Adds or changes an application. */
export function TargetForm({
  target,
  onMade,
}: {
  readonly target: SyncTarget | null;
  readonly onMade: (shown: ShownKey) => void;
}) {
  const { t } = useTranslation('applications');
  const words = useErrorText();
  const labels = useLabels();
  const edit = useVersionedForm({
    row: target,
    schema: syncTargetFields,
    toInput,
    draftKey: 'shopfloor.sync-target',
    async save(values, seen) {
      if (seen !== null) {
        const { id, version } = seen;
        const input = { ...values, id, version };
        const saved = await withProof(() => client.shopfloor.sync.targets.update(input));
        toast({ tone: 'success', title: t(($) => $.targets.saved, { name: saved.targetApp }) });
        return saved;
      }
      const made = await withProof(() => client.shopfloor.sync.targets.create(values));
      onMade({ name: made.target.targetApp, secret: made.secret });
      return made.target;
    },
  });
  return (
    <Form edit={edit} submitLabel={t(($) => $.targets.save)} describe={words}>
      <ConflictBanner edit={edit} toInput={toInput} labels={labels} />
      <FormText<TargetInput> name="targetApp" label={labels.targetApp} isRequired />
      <FormText<TargetInput>
        name="url"
        label={labels.url}
        description={t(($) => $.targets.urlHint)}
        placeholder="https://erp.example.com/hooks/signalbox"
        isRequired
      />
      <FormCheckbox<TargetInput> name="allowPrivate">{labels.allowPrivate}</FormCheckbox>
      <TypesEntry label={labels.eventTypes} />
      <AreasEntry label={labels.areaIds} />
      <FormCheckbox<TargetInput> name="active">{labels.active}</FormCheckbox>
    </Form>
  );
}

function useLabels(): Readonly<Record<keyof TargetInput, string>> {
  const { t } = useTranslation('applications');
  return {
    targetApp: t(($) => $.field.application),
    url: t(($) => $.field.url),
    eventTypes: t(($) => $.field.eventTypes),
    areaIds: t(($) => $.field.areas),
    allowPrivate: t(($) => $.targets.allowPrivate),
    active: t(($) => $.targets.active),
  };
}

function TypesEntry({ label }: { readonly label: string }) {
  const typeName = useTypeName();
  const { field } = useController<TargetInput, 'eventTypes'>({ name: 'eventTypes' });
  return (
    <CheckboxGroup
      value={field.value}
      onChange={field.onChange}
      className={classNames(styles.choices)}
    >
      <Label>{label}</Label>
      {syncEventTypes.map((type) => (
        <Checkbox key={type} value={type}>
          {typeName(type)}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}

/** No area chosen means all of them, and what belongs to none. */
function AreasEntry({ label }: { readonly label: string }) {
  const { t } = useTranslation('applications');
  const areas = useAreas().data ?? [];
  const { field } = useController<TargetInput, 'areaIds'>({ name: 'areaIds' });
  return (
    <CheckboxGroup
      value={field.value ?? []}
      onChange={(chosen) => field.onChange(chosen.length === 0 ? null : chosen)}
      className={classNames(styles.choices)}
    >
      <Label>{label}</Label>
      <span>{t(($) => $.targets.areasHint)}</span>
      {areas.map(({ id, name }) => (
        <Checkbox key={id} value={id}>
          {name}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
