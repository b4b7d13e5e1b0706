import { Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Group, Input, NumberField as AriaNumberField } from 'react-aria-components';
import type { NumberFieldProps as AriaNumberFieldProps } from 'react-aria-components';
import { classNames } from '#lib/class-names.ts';
import { FieldLabel, FieldNotes } from './field.tsx';
import type { FieldTexts } from './field.tsx';
import styles from './field.module.css';

/** What a {@link NumberField} takes besides the props of the react-aria field (`value`, `minValue`, `step`, …). */
export interface NumberFieldProps
  extends Omit<AriaNumberFieldProps, 'className' | 'style' | 'children'>, FieldTexts {
  /** The unit of the number, shown behind it. */
  readonly unit?: ReactNode;
}

/** A labelled number with buttons to step it; arrow keys and the wheel step it too. */
export function NumberField({ label, description, error, unit, ...rest }: NumberFieldProps) {
  return (
    <AriaNumberField
      {...rest}
      className={classNames(styles.field)}
      isInvalid={rest.isInvalid ?? error !== undefined}
    >
      <FieldLabel required={rest.isRequired ?? false}>{label}</FieldLabel>
      <Group className={classNames(styles.control)}>
        <Input className={classNames(styles.input)} />
        {unit !== undefined && <span className={styles.affix}>{unit}</span>}
        <Button slot="decrement" className={classNames(styles.inner)}>
          <Minus aria-hidden="true" />
        </Button>
        <Button slot="increment" className={classNames(styles.inner)}>
          <Plus aria-hidden="true" />
        </Button>
      </Group>
      <FieldNotes description={description} error={error} />
    </AriaNumberField>
  );
}
