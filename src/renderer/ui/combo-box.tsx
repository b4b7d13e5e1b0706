import { ChevronDown } from 'lucide-react';
import {
  Button,
  ComboBox as AriaComboBox,
  Group,
  Input,
  ListBox,
  Popover,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { FieldLabel, FieldNotes } from './field.tsx';
import type { FieldTexts } from './field.tsx';
import { OptionRow } from './option.tsx';
import type { Option } from './option.tsx';
import field from './field.module.css';
import list from './option-list.module.css';

/** What a {@link ComboBox} takes. */
export interface ComboBoxProps<Value extends string> extends FieldTexts {
  readonly options: readonly Option<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value | null) => void;
  /** Called with each typed text where the server does the searching; `options` are then not filtered here. */
  readonly onSearch?: (text: string) => void;
  readonly placeholder?: string;
  readonly name?: string;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly onBlur?: () => void;
  /** In bars the label is read by screen readers only. */
  readonly labelHidden?: boolean;
}

/** Chooses one of many options by typing a part of its name. */
export function ComboBox<Value extends string>(props: ComboBoxProps<Value>) {
  const { label, description, error, options, value, onChange, onSearch, placeholder } = props;
  const { labelHidden = false, name, isRequired = false, isDisabled = false, onBlur } = props;
  const { t } = useTranslation('ui');
  return (
    <AriaComboBox
      isRequired={isRequired}
      isDisabled={isDisabled}
      {...(name !== undefined && { name })}
      {...(onBlur && { onBlur })}
      {...(labelHidden && { 'aria-label': label })}
      value={value}
      onChange={(key) => onChange(key as Value | null)}
      {...(onSearch ? { onInputChange: onSearch, items: options } : { defaultItems: options })}
      allowsEmptyCollection
      menuTrigger="focus"
      isInvalid={error !== undefined}
      className={classNames(field.field)}
    >
      {!labelHidden && <FieldLabel required={isRequired}>{label}</FieldLabel>}
      <Group className={classNames(field.control)}>
        <Input className={classNames(field.input)} placeholder={placeholder ?? ''} />
        <Button className={classNames(field.inner)}>
          <ChevronDown aria-hidden="true" />
        </Button>
      </Group>
      <FieldNotes description={description} error={error} />
      <Popover className={classNames(list.popover)} offset={2}>
        <ListBox<Option>
          className={classNames(list.list)}
          renderEmptyState={() => <div className={list.empty}>{t(($) => $.comboBox.nothing)}</div>}
        >
          {(option) => <OptionRow option={option} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
