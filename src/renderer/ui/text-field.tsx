import type { ReactNode, Ref } from 'react';
import { Group, Input, TextArea, TextField as AriaTextField } from 'react-aria-components';
import type { TextFieldProps as AriaTextFieldProps } from 'react-aria-components';
import { classNames } from '#lib/class-names.ts';
import { FieldLabel, FieldNotes } from './field.tsx';
import type { FieldTexts } from './field.tsx';
import styles from './field.module.css';

/** What a {@link TextField} takes besides the props of the react-aria field (`value`, `onChange`, `isRequired`, …). */
export interface TextFieldProps
  extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children'>, FieldTexts {
  readonly placeholder?: string;
  /** More than 1 makes it a text area of that many lines. */
  readonly rows?: number;
  /** A unit or a mark at the end of the input. */
  readonly suffix?: ReactNode;
  /** The input element itself, so that a form can focus it. */
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A labelled line or area of text. */
export function TextField({
  label,
  description,
  error,
  placeholder,
  rows = 1,
  suffix,
  inputRef,
  ...rest
}: TextFieldProps) {
  return (
    <AriaTextField
      {...rest}
      className={classNames(styles.field)}
      isInvalid={rest.isInvalid ?? error !== undefined}
    >
      <FieldLabel required={rest.isRequired ?? false}>{label}</FieldLabel>
      <Group className={classNames(styles.control)}>
        {rows > 1 ? (
          <TextArea
            className={classNames(styles.input)}
            rows={rows}
            placeholder={placeholder ?? ''}
          />
        ) : (
          <Input
            className={classNames(styles.input)}
            placeholder={placeholder ?? ''}
            ref={inputRef ?? null}
          />
        )}
        {suffix !== undefined && <span className={styles.affix}>{suffix}</span>}
      </Group>
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  );
}
