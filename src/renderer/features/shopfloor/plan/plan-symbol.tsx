import type { ReactNode } from 'react';
import type { PlanPlace } from '#contract/shopfloor/plans.ts';
import { StatusShape } from '#ui/status-shape.tsx';
import type { StatusShapeProps } from '#ui/status-shape.tsx';
import styles from './plan-symbol.module.css';

/** What a {@link PlanSymbol} takes. */
export interface PlanSymbolProps {
  readonly place: PlanPlace;
  readonly kind: 'machine' | 'node';
  readonly code: string;
  readonly look: StatusShapeProps;
  /** Something at the upper right corner, in a drawing of 16 by 16. */
  readonly corner?: ReactNode;
}

/** The code fits into the narrow side. Letters are about this wide, as a part of their height. */
const letterWidth = 0.62;

/** What stands on a plan: its footprint with the front marked, the shape of its state, and its code; upright however it is turned. */
export function PlanSymbol({ place, kind, code, look, corner }: PlanSymbolProps) {
  const { size, rotation } = place;
  const font = Math.min(size * 0.2, (size * 0.74) / (code.length * letterWidth));
  const shape = size * (kind === 'machine' ? 0.4 : 0.5);
  return (
    <>
      <g transform={`rotate(${rotation})`}>
        {kind === 'machine' ? (
          <>
            <rect
              className={styles.footprint}
              x={-size / 2}
              y={-size * 0.4}
              width={size}
              height={size * 0.8}
              rx={size * 0.05}
            />
            <path
              className={styles.front}
              d={`M${-size * 0.32} ${size * 0.4}H${size * 0.32}`}
              strokeWidth={size * 0.05}
            />
          </>
        ) : (
          <circle className={styles.footprint} r={size * 0.36} strokeDasharray={size * 0.08} />
        )}
      </g>
      <g
        transform={`translate(${-shape / 2} ${kind === 'machine' ? -size * 0.34 : -size * 0.3}) scale(${shape / 16})`}
      >
        <StatusShape {...look} />
      </g>
      <text className={styles.code} y={size * 0.29} fontSize={font} strokeWidth={font * 0.2}>
        {code}
      </text>
      {corner !== undefined && (
        <g transform={`translate(${size * 0.24} ${-size * 0.52}) scale(${size / 50})`}>{corner}</g>
      )}
    </>
  );
}
