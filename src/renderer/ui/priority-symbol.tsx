import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import styles from './priority-symbol.module.css';
import { useBlinking } from './use-blinking.ts';

/** ISA-18.2 priority, 1 the most urgent. */
export type AlarmPriority = 1 | 2 | 3 | 4;

/** What a {@link PrioritySymbol} takes. */
export interface PrioritySymbolProps {
  readonly priority: AlarmPriority;
  /** `filled` for a standing alarm; `outline` for one that returned to normal, is shelved or suppressed. */
  readonly look?: 'filled' | 'outline';
  /** Blinks until acknowledged (ISA-18.2); steady for people who asked for less motion. */
  readonly blinking?: boolean;
}

/** The outline of each priority in a 16 × 16 box: diamond, triangle, square, circle. */
const outlines: Readonly<Record<AlarmPriority, string>> = {
  1: 'M8 0.8 15.2 8 8 15.2 0.8 8Z',
  2: 'M8 1 15.4 14.6H0.6Z',
  3: 'M1.7 1.7h12.6v12.6H1.7Z',
  4: 'M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14Z',
};

const digitHeights: Readonly<Record<AlarmPriority, number>> = {
  1: 11.2,
  2: 12.9,
  3: 11.4,
  4: 11.3,
};

/** The symbol of an alarm priority: its own shape, number and colour, so that none of them is needed alone. */
export function PrioritySymbol({
  priority,
  look = 'filled',
  blinking = false,
}: PrioritySymbolProps) {
  const { t } = useTranslation('ui');
  useBlinking(blinking);
  return (
    <svg
      viewBox="0 0 16 16"
      role="img"
      aria-label={t(($) => $.priority.name, { priority })}
      className={classNames(
        styles.symbol,
        styles[`p${priority}`],
        styles[look],
        blinking && styles.blinking,
      )}
    >
      <path d={outlines[priority]} className={styles.shape} />
      <text x="8" y={digitHeights[priority]} className={styles.digit}>
        {priority}
      </text>
    </svg>
  );
}
