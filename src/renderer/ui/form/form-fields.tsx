import { useController } from 'react-hook-form';
import type { FieldPath, FieldValues } from 'react-hook-form';
import { Checkbox } from '../checkbox.tsx';
import type { CheckboxProps } from '../checkbox.tsx';
import { ComboBox } from '../combo-box.tsx';
import type { ComboBoxProps } from '../combo-box.tsx';
import { NumberField } from '../number-field.tsx';
import type { NumberFieldProps } from '../number-field.tsx';
import { PasswordField } from '../password-field.tsx';
import type { PasswordFieldProps } from '../password-field.tsx';
import { RadioGroup } from '../radio-group.tsx';
import type { RadioGroupProps } from '../radio-group.tsx';
import { Select } from '../select.tsx';
import type { SelectProps } from '../select.tsx';
import { TextField } from '../text-field.tsx';
import type { TextFieldProps } from '../text-field.tsx';

/** A part as a field of a form: the form gives value and error, `name` says which. */
type Field<Values extends FieldValues, Props> = Omit<
  Props,
  'name' | 'value' | 'onChange' | 'error' | 'onBlur'
> & {
  /** The path of the entry in the schema. */
  readonly name: FieldPath<Values>;
};

function useEntry<Values extends FieldValues>(name: FieldPath<Values>) {
  const { field, fieldState } = useController<Values>({ name });
  return { ...field, error: fieldState.error?.message };
}

/** A line or area of text. `<FormText<MachineInput> name="name" label=… />` checks the name. */
export function FormText<Values extends FieldValues>({
  emptyIsNull = false,
  ...props
}: Field<Values, TextFieldProps> & {
  /** Where the record allows none: an empty entry is null. */
  readonly emptyIsNull?: boolean;
}) {
  const { ref, value, onChange, ...entry } = useEntry<Values>(props.name);
  return (
    <TextField
      {...props}
      {...entry}
      value={value ?? ''}
      onChange={(text) => onChange(emptyIsNull && text === '' ? null : text)}
      inputRef={ref}
    />
  );
}

/** A password. */
export function FormPassword<Values extends FieldValues>(props: Field<Values, PasswordFieldProps>) {
  const { ref: _unfocusable, value, ...entry } = useEntry<Values>(props.name);
  return <PasswordField {...props} {...entry} value={value ?? ''} />;
}

/** A number; empty is null. */
export function FormNumber<Values extends FieldValues>(props: Field<Values, NumberFieldProps>) {
  const { ref: _unfocusable, value, onChange, ...entry } = useEntry<Values>(props.name);
  return (
    <NumberField
      {...props}
      {...entry}
      value={value ?? Number.NaN}
      onChange={(number) => onChange(Number.isNaN(number) ? null : number)}
    />
  );
}

/** One of a few options. */
export function FormSelect<Values extends FieldValues>(props: Field<Values, SelectProps<string>>) {
  const { ref: _unfocusable, value, ...entry } = useEntry<Values>(props.name);
  return <Select {...props} {...entry} value={value ?? null} />;
}

/** One of many options. */
export function FormComboBox<Values extends FieldValues>(
  props: Field<Values, ComboBoxProps<string>>,
) {
  const { ref: _unfocusable, value, ...entry } = useEntry<Values>(props.name);
  return <ComboBox {...props} {...entry} value={value ?? null} />;
}

/** One of a few options that are worth reading. */
export function FormRadio<Values extends FieldValues>(
  props: Field<Values, RadioGroupProps<string>>,
) {
  const { ref: _unfocusable, value, ...entry } = useEntry<Values>(props.name);
  return <RadioGroup {...props} {...entry} value={value ?? null} />;
}

/** Yes or no. */
export function FormCheckbox<Values extends FieldValues>(
  props: Omit<Field<Values, CheckboxProps>, 'isSelected'>,
) {
  const { ref: _unfocusable, value, error, ...entry } = useEntry<Values>(props.name);
  return (
    <Checkbox {...props} {...entry} isSelected={Boolean(value)} isInvalid={error !== undefined} />
  );
}
