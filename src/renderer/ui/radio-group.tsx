import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components';
import type { RadioGroupProps as AriaRadioGroupProps } from 'react-aria-components';
import { classNames } from '#lib/class-names.ts';
import { FieldLabel, FieldNotes } from './field.tsx';
import type { FieldTexts } from './field.tsx';
import type { Option } from './option.tsx';
import field from './field.module.css';
import styles from './radio-group.module.css';

/** What a {@link RadioGroup} takes besides the props of the react-aria group. */
export interface RadioGroupProps<Value extends string>
  extends
    Omit<AriaRadioGroupProps, 'className' | 'style' | 'children' | 'value' | 'onChange'>,
    FieldTexts {
  readonly options: readonly Option<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
}

/** Chooses one of two to five options that are all worth reading. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { label, description, error, options, value, onChange, ...rest } = props;
  return (
    <AriaRadioGroup
      {...rest}
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
      isInvalid={error !== undefined}
      className={classNames(field.field)}
    >
      <FieldLabel required={rest.isRequired ?? false}>{label}</FieldLabel>
      {options.map((option) => (
        <Radio
          key={option.value}
          value={option.value}
          isDisabled={option.disabled ?? false}
          className={classNames(styles.radio)}
        >
          <span className={styles.dot} />
          {option.icon}
          <span className={styles.words}>
            {option.label}
            {option.note !== undefined && <span className={styles.note}>{option.note}</span>}
          </span>
        </Radio>
      ))}
      <FieldNotes description={description} error={error} />
    </AriaRadioGroup>
  );
}
