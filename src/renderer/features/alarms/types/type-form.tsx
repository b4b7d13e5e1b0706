import { useEffect, useEffectEvent } from 'react';
import { useFormState, useWatch } from 'react-hook-form';
import type { TriedSettingsInput } from '#contract/alarms/reports.ts';
import { client } from '#lib/core.ts';
import { withProof } from '#lib/with-proof.ts';
import { Banner } from '#ui/banner.tsx';
import { ConflictBanner } from '#ui/form/conflict-banner.tsx';
import { FormText } from '#ui/form/form-fields.tsx';
import { Form } from '#ui/form/form.tsx';
import { useVersionedForm } from '#ui/form/use-versioned-form.ts';
import { toast } from '#ui/toast-queue.ts';
import { TypeEntries } from './type-entries.tsx';
import { changedFields, changesOf, toTypeInput, typeInput } from './type-input.ts';
import type { TypeInput, TypeRecord } from './type-input.ts';
import styles from './types.module.css';
import type { TypeWords } from './use-type-words.ts';

const toInput = (row: TypeRecord | null): TypeInput => {
  if (row === null) throw new Error('Types are never added by hand.');
  return toTypeInput(row);
};

/** What a {@link TypeForm} takes. */
export interface TypeFormProps {
  readonly row: TypeRecord;
  readonly words: TypeWords;
  /** Settings that were tried out and found better; entered, not saved. */
  readonly proposal: Partial<TriedSettingsInput> | null;
}

/** Changes an alarm type, with old and new values in sight and a reason. */
export function TypeForm({ row, words, proposal }: TypeFormProps) {
  const { t } = words;
  const edit = useVersionedForm({
    row,
    schema: typeInput,
    toInput,
    draftKey: 'alarms.type',
    async save({ reason, ...fields }, seen) {
      const { alarmType, version } = seen ?? row;
      const changes = changesOf(seen ?? row, fields);
      if (Object.keys(changes).length === 0) {
        throw Object.assign(new Error('Nothing was changed.'), { code: 'UNCHANGED' });
      }
      const saved = await withProof(() =>
        client.alarms.types.update({ alarmType, version, changes, reason }),
      );
      toast({ tone: 'success', title: t(($) => $.saved, { title: saved.title }) });
      return { ...saved, id: saved.alarmType };
    },
  });
  const enter = useEffectEvent(() => {
    for (const [name, value] of Object.entries(proposal ?? {})) {
      edit.form.setValue(name as keyof TriedSettingsInput, value, { shouldDirty: true });
    }
  });
  useEffect(() => enter(), [proposal]);
  return (
    <div className={styles.panel}>
      <Form edit={edit} submitLabel={t(($) => $.save)} describe={words.refused}>
        {proposal && <Banner tone="info">{t(($) => $.proposed)}</Banner>}
        <ConflictBanner
          edit={edit}
          toInput={toInput}
          labels={words.labels}
          show={(name, value) => (name === 'reason' ? undefined : words.show(name, value))}
        />
        <TypeEntries words={words} />
        <Changes words={words} />
        <FormText<TypeInput>
          name="reason"
          label={t(($) => $.reason)}
          description={t(($) => $.reasonHint)}
          rows={2}
          isRequired
        />
      </Form>
    </div>
  );
}

/** What will be saved: each setting with what stands and what is to stand. */
function Changes({ words }: { readonly words: TypeWords }) {
  const { t, labels, show } = words;
  const { defaultValues = {} } = useFormState<TypeInput>();
  const now = useWatch<TypeInput>();
  const changed = changedFields(defaultValues, now);
  return (
    <section className={styles.changes} aria-label={t(($) => $.changes)}>
      <strong>{t(($) => $.changes)}</strong>
      {changed.length === 0 ? (
        <p className={styles.quiet}>{t(($) => $.unchanged)}</p>
      ) : (
        <dl>
          {changed.map((field) => (
            <div key={field}>
              <dt>{labels[field]}</dt>
              <dd>
                <del>{show(field, defaultValues[field])}</del> →{' '}
                <ins>{show(field, now[field])}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
