import type { ReactNode } from 'react';
import { useController } from 'react-hook-form';
import { alarmPriorities } from '#contract/alarms.ts';
import { FormCheckbox, FormNumber, FormSelect, FormText } from '#ui/form/form-fields.tsx';
import { FormRow } from '#ui/form/form.tsx';
import { Select } from '#ui/select.tsx';
import type { FieldGroup, TypeField, TypeInput } from './type-input.ts';
import styles from './types.module.css';
import type { TypeWords } from './use-type-words.ts';

interface EntryProps {
  readonly words: TypeWords;
}

/** The entries of an alarm type, grouped as they are read. */
export function TypeEntries({ words }: EntryProps) {
  return (
    <>
      <Group words={words} name="meaning">
        <Meaning words={words} />
      </Group>
      <Group words={words} name="timing">
        <FormRow>
          <Seconds words={words} name="onDelaySeconds" most={86_400} />
          <Seconds words={words} name="offDelaySeconds" most={86_400} />
        </FormRow>
        <Seconds words={words} name="reAlarmSeconds" most={86_400} />
        <FormCheckbox<TypeInput> name="isLatching">{words.labels.isLatching}</FormCheckbox>
      </Group>
      <Group words={words} name="limit">
        <Limit words={words} />
      </Group>
      <Group words={words} name="overlays">
        <Overlays words={words} />
      </Group>
      <Group words={words} name="escalation">
        <Seconds words={words} name="escalateSeconds" least={10} most={86_400} />
      </Group>
    </>
  );
}

function Group({
  words: { t },
  name,
  children,
}: EntryProps & { readonly name: FieldGroup; readonly children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend>{t(($) => $.group[name])}</legend>
      {children}
    </fieldset>
  );
}

/** Settings that need a word on what they do. */
const explained = [
  'reAlarmSeconds',
  'maxShelveSeconds',
  'escalateSeconds',
  'fleetingSeconds',
  'groupSize',
] as const satisfies readonly TypeField[];

function Seconds({
  words: { t, labels },
  name,
  least = 0,
  most,
}: EntryProps & {
  readonly name: Extract<TypeField, `${string}Seconds`>;
  readonly least?: number;
  readonly most: number;
}) {
  const hinted = explained.find((field) => field === name);
  return (
    <FormNumber<TypeInput>
      name={name}
      label={labels[name]}
      unit="s"
      minValue={least}
      maxValue={most}
      {...(hinted && { description: t(($) => $.hint[hinted]) })}
    />
  );
}

function Meaning({ words }: EntryProps) {
  const { t, labels } = words;
  return (
    <>
      <FormText<TypeInput> name="title" label={labels.title} isRequired />
      <FormRow>
        <FormSelect<TypeInput>
          name="priority"
          label={labels.priority}
          options={alarmPriorities.map((value) => ({
            value,
            label: value,
            note: t(($) => $.priority[value]),
          }))}
        />
        <Seconds words={words} name="timeToRespondSeconds" least={1} most={604_800} />
      </FormRow>
      <FormText<TypeInput> name="cause" label={labels.cause} rows={2} emptyIsNull />
      <FormText<TypeInput> name="consequence" label={labels.consequence} rows={2} emptyIsNull />
      <FormText<TypeInput>
        name="operatorAction"
        label={labels.operatorAction}
        rows={3}
        emptyIsNull
      />
      <FormCheckbox<TypeInput> name="noteRequired">{labels.noteRequired}</FormCheckbox>
      <FormCheckbox<TypeInput> name="isEnabled">{labels.isEnabled}</FormCheckbox>
    </>
  );
}

function Limit({ words: { t, labels } }: EntryProps) {
  const { field, fieldState } = useController<TypeInput, 'limitDirection'>({
    name: 'limitDirection',
  });
  return (
    <>
      <FormRow>
        <FormNumber<TypeInput> name="limit" label={labels.limit} />
        <Select<string>
          label={labels.limitDirection}
          value={field.value ?? 'none'}
          error={fieldState.error?.message}
          onBlur={field.onBlur}
          onChange={(value) => field.onChange(value === 'none' ? null : value)}
          options={[
            { value: 'none', label: t(($) => $.none) },
            { value: 'high', label: t(($) => $.direction.high) },
            { value: 'low', label: t(($) => $.direction.low) },
          ]}
        />
      </FormRow>
      <FormRow>
        <FormNumber<TypeInput> name="deadband" label={labels.deadband} minValue={0} />
        <FormText<TypeInput> name="unit" label={labels.unit} emptyIsNull />
      </FormRow>
    </>
  );
}

function Overlays({ words }: EntryProps) {
  const { t, labels } = words;
  return (
    <>
      <FormRow>
        <Seconds words={words} name="maxShelveSeconds" most={604_800} />
        <Seconds words={words} name="fleetingSeconds" most={3600} />
      </FormRow>
      <FormRow>
        <FormNumber<TypeInput>
          name="chatterCount"
          label={labels.chatterCount}
          minValue={2}
          maxValue={100}
        />
        <Seconds words={words} name="chatterSeconds" least={10} most={3600} />
      </FormRow>
      <FormRow>
        <FormNumber<TypeInput>
          name="groupSize"
          label={labels.groupSize}
          description={t(($) => $.hint.groupSize)}
          minValue={2}
          maxValue={1000}
        />
        <Seconds words={words} name="groupWindowSeconds" least={1} most={3600} />
      </FormRow>
    </>
  );
}
