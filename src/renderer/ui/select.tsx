import { ChevronDown } from 'lucide-react';
import { Button, ListBox, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components';
import { classNames } from '#lib/class-names.ts';
import { FieldLabel, FieldNotes } from './field.tsx';
import type { FieldTexts } from './field.tsx';
import { OptionRow } from './option.tsx';
import type { Option } from './option.tsx';
import field from './field.module.css';
import list from './option-list.module.css';
import styles from './select.module.css';

/** What a {@link Select} takes. */
export interface SelectProps<Value extends string> extends FieldTexts {
  readonly options: readonly Option<Value>[];
  /** The chosen value; null while nothing is chosen. */
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string;
  readonly name?: string;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly onBlur?: () => void;
  /** In bars the label is read by screen readers only. */
  readonly labelHidden?: boolean;
}

/** Chooses one of a few options; for many, use `ComboBox`. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const {
    label,
    description,
    error,
    options,
    value,
    onChange,
    placeholder,
    labelHidden = false,
    ...rest
  } = props;
  return (
    <AriaSelect
      {...rest}
      {...(labelHidden && { 'aria-label': label })}
      value={value}
      onChange={(key) => onChange(key as Value)}
      isInvalid={error !== undefined}
      className={classNames(field.field)}
      {...(placeholder !== undefined && { placeholder })}
    >
      {!labelHidden && <FieldLabel required={rest.isRequired ?? false}>{label}</FieldLabel>}
      <Button className={classNames(field.control, styles.button)}>
        <SelectValue className={classNames(styles.value)}>
          {({ isPlaceholder, defaultChildren }) =>
            isPlaceholder ? (
              // A placeholder that says what the label says would be read out twice.
              <span aria-hidden={labelHidden && placeholder === label}>{defaultChildren}</span>
            ) : (
              options.find((option) => option.value === value)?.label
            )
          }
        </SelectValue>
        <ChevronDown aria-hidden="true" />
      </Button>
      <FieldNotes description={description} error={error} />
      <Popover className={classNames(list.popover)} offset={2}>
        <ListBox className={classNames(list.list)}>
          {options.map((option) => (
            <OptionRow key={option.value} option={option} />
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
