import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Group, Input, TextField as AriaTextField, ToggleButton } from 'react-aria-components';
import type { TextFieldProps as AriaTextFieldProps } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { FieldLabel, FieldNotes } from './field.tsx';
import type { FieldTexts } from './field.tsx';
import styles from './field.module.css';

/** What a {@link PasswordField} takes; `autoComplete` tells the browser which password is meant. */
export interface PasswordFieldProps
  extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'type'>, FieldTexts {
  readonly autoComplete: 'current-password' | 'new-password' | 'one-time-code' | 'off';
}

/** A password, hidden until the person asks to see it. */
export function PasswordField({ label, description, error, ...rest }: PasswordFieldProps) {
  const { t } = useTranslation('ui');
  const [shown, setShown] = useState(false);
  return (
    <AriaTextField
      {...rest}
      className={classNames(styles.field)}
      type={shown ? 'text' : 'password'}
      isInvalid={rest.isInvalid ?? error !== undefined}
    >
      <FieldLabel required={rest.isRequired ?? false}>{label}</FieldLabel>
      <Group className={classNames(styles.control)}>
        <Input className={classNames(styles.input)} autoCapitalize="off" spellCheck={false} />
        <ToggleButton
          className={classNames(styles.inner)}
          isSelected={shown}
          onChange={setShown}
          aria-label={t(($) => $.password.show)}
        >
          {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </ToggleButton>
      </Group>
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  );
}
