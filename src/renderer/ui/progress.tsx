import type { ReactNode } from 'react';
import { Label, ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { Button } from './button.tsx';
import styles from './progress.module.css';

/** What a {@link Progress} takes. */
export interface ProgressProps {
  readonly label: ReactNode;
  /** Done so far; leave it out while nobody knows how much there is. */
  readonly value?: number;
  /** The whole; 100 unless told. */
  readonly max?: number;
  /** Shows what is done in other words than per cent, such as `3 of 12 files`. */
  readonly valueText?: string;
  /** Shows a cancel button. */
  readonly onCancel?: () => void;
}

/** How far long work is, with a way to stop it. */
export function Progress({ label, value, max = 100, valueText, onCancel }: ProgressProps) {
  const { t } = useTranslation('ui');
  return (
    <div className={styles.row}>
      <ProgressBar
        className={classNames(styles.progress)}
        maxValue={max}
        isIndeterminate={value === undefined}
        {...(value !== undefined && { value })}
        {...(valueText !== undefined && { valueLabel: valueText })}
      >
        {({ percentage, valueText: shown }) => (
          <>
            <Label className={classNames(styles.label)}>{label}</Label>
            {shown !== undefined && <span className={styles.value}>{shown}</span>}
            <span className={styles.track}>
              <span
                className={percentage === undefined ? styles.unknown : styles.fill}
                style={percentage === undefined ? {} : { width: `${percentage}%` }}
              />
            </span>
          </>
        )}
      </ProgressBar>
      {onCancel && <Button onPress={onCancel}>{t(($) => $.progress.cancel)}</Button>}
    </div>
  );
}
