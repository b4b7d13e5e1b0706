import { classNames } from '#lib/class-names.ts';
import styles from './status-shape.module.css';

const outlines = {
  normal: <circle cx="8" cy="8" r="5.8" />,
  active: <circle cx="8" cy="8" r="6.4" />,
  off: <path d="M3 8h10" />,
  notice: <path d="M1.6 2.6h12.8v10.8H1.6Z" />,
  warning: <path d="M8 1.6 15 14.2H1Z" />,
  fault: <path d="M8 0.9 15.1 8 8 15.1 0.9 8Z" />,
  unknown: <path d="M8 1.4 14 4.7v6.6L8 14.6 2 11.3V4.7Z" strokeDasharray="2.6 1.8" />,
};

/** The states that have a shape; see `StatusTone` for what they mean. */
export type ShapeTone = keyof typeof outlines;

/** What a {@link StatusShape} takes. */
export interface StatusShapeProps {
  readonly tone: ShapeTone;
  /** A letter in the shape where many are scanned quickly, such as `R` for running. */
  readonly letter?: string | undefined;
}

/** A state as shape, letter and, where it is abnormal, colour: a drawing of 16 by 16 inside an SVG. */
export function StatusShape({ tone, letter }: StatusShapeProps) {
  return (
    <g className={classNames(styles.shape, styles[tone])}>
      {outlines[tone]}
      {letter !== undefined && tone !== 'off' && (
        <text x="8" y={tone === 'warning' ? 12.6 : 11}>
          {letter}
        </text>
      )}
    </g>
  );
}
