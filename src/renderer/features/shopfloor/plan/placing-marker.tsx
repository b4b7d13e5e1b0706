import { useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanPlace, PlanPosition } from '#contract/shopfloor/plans.ts';
import { classNames } from '#lib/class-names.ts';
import { snapped } from './plan-edits.ts';
import { directionOf } from './plan-navigation.ts';
import { PlanSymbol } from './plan-symbol.tsx';
import type { Point } from './plan-window.ts';
import styles from './placing-marker.module.css';

/** What a {@link PlacingMarker} takes. */
export interface PlacingMarkerProps {
  readonly position: PlanPosition;
  readonly place: PlanPlace;
  readonly selected: boolean;
  /** Step of the grid in plan units; 0 without one. */
  readonly step: number;
  readonly pointAt: (event: PointerEvent) => Point | null;
  readonly onSelect: () => void;
  readonly onPlace: (place: PlanPlace | null) => void;
}

/** Degrees of one press of R. */
const turn = 15;
/** With Shift an arrow key goes this many steps. */
const stride = 5;

/** A thing that is being placed: dragged by pointer or finger, moved by arrow keys, turned by R. */
export function PlacingMarker(props: PlacingMarkerProps) {
  const { position, place, selected, step, pointAt, onSelect, onPlace } = props;
  const { t } = useTranslation('floorPlan');
  const [drag, setDrag] = useState<{ readonly from: Point; readonly at: Point } | null>(null);
  const shown = drag === null ? place : moved(place, drag, step);

  function begin(event: PointerEvent<SVGGElement>): void {
    const from = pointAt(event);
    if (from === null || event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus();
    onSelect();
    setDrag({ from, at: from });
  }

  function follow(event: PointerEvent<SVGGElement>): void {
    const at = drag && pointAt(event);
    if (!at) return;
    event.stopPropagation();
    setDrag({ ...drag, at });
  }

  function drop(event: PointerEvent<SVGGElement>): void {
    if (drag === null) return;
    event.stopPropagation();
    setDrag(null);
    if (shown.x !== place.x || shown.y !== place.y) onPlace(shown);
  }

  function press(event: KeyboardEvent<SVGGElement>): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = byKey(event, place, step);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onPlace(next);
  }

  return (
    <g
      role="button"
      tabIndex={0}
      aria-pressed={selected}
      aria-label={t(($) => $.placedAt, { name: `${position.code} ${position.name}`, ...shown })}
      data-place-id={position.id}
      className={classNames(
        styles.marker,
        selected && styles.selected,
        drag !== null && styles.dragged,
      )}
      transform={`translate(${shown.x} ${shown.y})`}
      onPointerDown={begin}
      onPointerMove={follow}
      onPointerUp={drop}
      onPointerCancel={() => setDrag(null)}
      onFocus={onSelect}
      onKeyDown={press}
    >
      <PlanSymbol
        place={shown}
        kind={position.kind}
        code={position.code}
        look={position.kind === 'node' ? { tone: 'normal', letter: 'N' } : { tone: 'normal' }}
      />
    </g>
  );
}

const moved = (
  place: PlanPlace,
  { from, at }: { readonly from: Point; readonly at: Point },
  step: number,
): PlanPlace =>
  from === at
    ? place
    : {
        ...place,
        x: snapped(place.x + at.x - from.x, step),
        y: snapped(place.y + at.y - from.y, step),
      };

/** Where a key puts the thing; null takes it off the plan, undefined is no key of this. */
function byKey(event: KeyboardEvent, place: PlanPlace, step: number): PlanPlace | null | undefined {
  const direction = directionOf(event.key);
  if (direction !== undefined) {
    const by = (step > 0 ? step : 1) * (event.shiftKey ? stride : 1);
    return { ...place, x: place.x + direction.x * by, y: place.y + direction.y * by };
  }
  if (event.code === 'KeyR')
    return { ...place, rotation: place.rotation + (event.shiftKey ? -turn : turn) };
  return event.key === 'Delete' || event.key === 'Backspace' ? null : undefined;
}
