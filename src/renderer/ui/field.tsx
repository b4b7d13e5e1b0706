import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import styles from './field.module.css';

/** What every input has around it. */
export interface FieldTexts {
  readonly label: string;
  /** Explains what to enter; stays while there is an error. */
  readonly description?: ReactNode;
  /** What is wrong and how to put it right; its presence marks the input as invalid. */
  readonly error?: string | undefined;
}

/** The label above an input, with a mark where a value is required. */
export function FieldLabel({
  children,
  required = false,
}: {
  readonly children: ReactNode;
  readonly required?: boolean;
}) {
  const { t } = useTranslation('ui');
  return (
    <Label className={classNames(styles.label)}>
      {children}
      {required && <span className={styles.required}> {t(($) => $.field.required)}</span>}
    </Label>
  );
}

/** The description and the error below an input. Goes inside a react-aria field, which connects them. */
export function FieldNotes({ description, error }: Pick<FieldTexts, 'description' | 'error'>) {
  return (
    <>
      {description !== undefined && (
        <Text slot="description" className={classNames(styles.description)}>
          {description}
        </Text>
      )}
      <FieldError className={classNames(styles.error)}>
        {({ validationErrors }) => (
          <>
            <CircleAlert aria-hidden="true" />
            <span>{error ?? validationErrors.join(' ')}</span>
          </>
        )}
      </FieldError>
    </>
  );
}
