import { useMemo } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { FloorPlan } from '#contract/shopfloor/plans.ts';
import { gridStep } from './plan-edits.ts';
import type { PlanNavigation } from './use-plan-window.ts';
import styles from './plan-paper.module.css';

/** What a {@link PlanPaper} takes. */
export interface PlanPaperProps {
  readonly plan: FloorPlan;
  readonly label: string;
  readonly navigation: PlanNavigation;
  /** Shows the grid also over a drawing. */
  readonly grid?: boolean;
  readonly onKeyDown?: (event: KeyboardEvent<SVGSVGElement>) => void;
  /** What stands on the plan, in plan units. */
  readonly children: ReactNode;
}

/** The paper of a floor plan. The drawing is an image, so nothing in it can run, load or restyle the page. */
export function PlanPaper(props: PlanPaperProps) {
  const { plan, label, navigation, grid = false, onKeyDown, children } = props;
  const { window, attach, handlers } = navigation;
  const { svg, width, height } = plan;
  const source = useMemo(
    () => (svg === null ? null : `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`),
    [svg],
  );
  const placed =
    window === null ? undefined : `scale(${window.scale}) translate(${-window.x} ${-window.y})`;
  return (
    <svg
      ref={attach}
      role="group"
      aria-label={label}
      className={styles.paper}
      onKeyDown={onKeyDown}
      {...handlers}
    >
      {placed !== undefined && (
        <g transform={placed}>
          <rect className={styles.sheet} width={width} height={height} />
          {source !== null && (
            <image className={styles.drawing} href={source} width={width} height={height} />
          )}
          {(grid || source === null) && <Grid plan={plan} />}
          {children}
        </g>
      )}
    </svg>
  );
}

function Grid({ plan: { width, height } }: { readonly plan: FloorPlan }) {
  const step = gridStep({ width, height }) * 5;
  const count = (length: number): number[] =>
    Array.from({ length: Math.floor(length / step) }, (_, index) => (index + 1) * step);
  const lines = [
    ...count(width).map((x) => `M${x} 0V${height}`),
    ...count(height).map((y) => `M0 ${y}H${width}`),
  ];
  return <path className={styles.grid} d={lines.join('')} />;
}
