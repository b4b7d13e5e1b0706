import { CheckboxGroup, Label } from 'react-aria-components';
import { useController } from 'react-hook-form';
import type { FieldPath, FieldValues } from 'react-hook-form';
import { classNames } from '#lib/class-names.ts';
import { Checkbox } from '../checkbox.tsx';
import type { Option } from '../option.tsx';
import styles from './form-choices.module.css';

/** What {@link FormChoices} take. */
export interface FormChoicesProps<Values extends FieldValues> {
  /** The path of the entry in the schema: a list of the chosen values. */
  readonly name: FieldPath<Values>;
  readonly label: string;
  readonly description?: string;
  readonly options: readonly Option[];
  readonly isDisabled?: boolean;
}

/** Several of a few options. What is chosen and no longer among them stays chosen until it is unticked. */
export function FormChoices<Values extends FieldValues>(props: FormChoicesProps<Values>) {
  const { name, label, description, options, isDisabled = false } = props;
  const { field, fieldState } = useController<Values>({ name });
  const chosen: readonly string[] = field.value;
  const known = new Set(options.map(({ value }) => value));
  const gone = chosen
    .filter((value) => !known.has(value))
    .map((value) => ({ value, label: value }));
  return (
    <CheckboxGroup
      value={[...chosen]}
      onChange={field.onChange}
      isDisabled={isDisabled}
      isInvalid={fieldState.error !== undefined}
      className={classNames(styles.choices)}
    >
      <Label className={classNames(styles.label)}>{label}</Label>
      {description !== undefined && <span className={styles.hint}>{description}</span>}
      {[...options, ...gone].map((option) => (
        <Checkbox key={option.value} value={option.value}>
          {option.label}
        </Checkbox>
      ))}
      {fieldState.error?.message !== undefined && (
        <span className={styles.error}>{fieldState.error.message}</span>
      )}
    </CheckboxGroup>
  );
}
