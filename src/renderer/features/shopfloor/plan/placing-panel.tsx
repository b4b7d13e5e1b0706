import type { PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanPlace, PlanPosition } from '#contract/shopfloor/plans.ts';
import { classNames } from '#lib/class-names.ts';
import { Button } from '#ui/button.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { keyOf } from './plan-edits.ts';
import type { Size } from './plan-window.ts';
import listStyles from './plan-list.module.css';
import styles from './placing-panel.module.css';

/** What a {@link PlacingPanel} takes. */
export interface PlacingPanelProps {
  readonly plan: Size;
  readonly positions: readonly PlanPosition[];
  readonly selected: PlanPosition | null;
  readonly onSelect: (key: string) => void;
  readonly onPlace: (key: string, place: PlanPlace | null) => void;
  /** Puts a thing that is not on the plan in the middle of what shows, or where the pointer let it go. */
  readonly onPut: (position: PlanPosition, client?: { clientX: number; clientY: number }) => void;
}

/** The chosen thing in numbers, and all things: those that are not on the plan yet come first. */
export function PlacingPanel(props: PlacingPanelProps) {
  const { plan, positions, selected, onSelect, onPlace, onPut } = props;
  const { t } = useTranslation('floorPlan');
  const [waiting, placed] = [
    positions.filter(({ place }) => place === null),
    positions.filter(({ place }) => place !== null),
  ];
  return (
    <aside className={classNames(listStyles.list, styles.panel)} aria-label={t(($) => $.things)}>
      {selected?.place && (
        <Numbers
          key={keyOf(selected)}
          plan={plan}
          position={selected}
          place={selected.place}
          onPlace={(place) => onPlace(keyOf(selected), place)}
        />
      )}
      <h3 className={listStyles.heading}>{t(($) => $.waiting, { count: waiting.length })}</h3>
      {waiting.length > 0 && <p className={styles.hint}>{t(($) => $.waitingHint)}</p>}
      <ul>
        {waiting.map((position) => (
          <li key={keyOf(position)}>
            <button
              type="button"
              className={classNames(listStyles.row, styles.waiting)}
              // A press of a key is a click without a pointer; pointers are told where they let go.
              onClick={(event) => event.detail === 0 && onPut(position)}
              onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
              onPointerUp={(event) => onPut(position, ...letGoOutside(event))}
            >
              <Words position={position} />
            </button>
          </li>
        ))}
      </ul>
      <h3 className={listStyles.heading}>{t(($) => $.onPlan, { count: placed.length })}</h3>
      <ul>
        {placed.map((position) => (
          <li key={keyOf(position)}>
            <button
              type="button"
              aria-pressed={selected !== null && keyOf(position) === keyOf(selected)}
              className={classNames(
                listStyles.row,
                selected !== null && keyOf(position) === keyOf(selected) && listStyles.open,
              )}
              onClick={() => onSelect(keyOf(position))}
            >
              <Words position={position} />
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}

/** Where a pointer let go, unless it is still on what it pressed. */
function letGoOutside(event: PointerEvent<HTMLElement>): [PointerEvent] | [] {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  return event.currentTarget.contains(under) ? [] : [event];
}

function Words({ position }: { readonly position: PlanPosition }) {
  const { t } = useTranslation('floorPlan');
  return (
    <>
      <span className={listStyles.code}>{position.code}</span>
      <span className={listStyles.name}>
        {position.kind === 'node' ? t(($) => $.nodeNamed, { name: position.name }) : position.name}
      </span>
    </>
  );
}

function Numbers({
  plan,
  position,
  place,
  onPlace,
}: {
  readonly plan: Size;
  readonly position: PlanPosition;
  readonly place: PlanPlace;
  readonly onPlace: (place: PlanPlace | null) => void;
}) {
  const { t } = useTranslation('floorPlan');
  const entry = (name: keyof PlanPlace) => (value: number) => {
    if (Number.isFinite(value)) onPlace({ ...place, [name]: value });
  };
  return (
    <div className={styles.numbers}>
      <h3>{`${position.code} ${position.name}`}</h3>
      <div className={styles.pair}>
        <NumberField
          label="X"
          value={place.x}
          minValue={0}
          maxValue={plan.width}
          onChange={entry('x')}
        />
        <NumberField
          label="Y"
          value={place.y}
          minValue={0}
          maxValue={plan.height}
          onChange={entry('y')}
        />
        <NumberField
          label={t(($) => $.rotation)}
          unit="°"
          step={15}
          minValue={-345}
          maxValue={720}
          value={place.rotation}
          onChange={entry('rotation')}
        />
        <NumberField
          label={t(($) => $.size)}
          value={place.size}
          minValue={1}
          maxValue={10_000}
          onChange={entry('size')}
        />
      </div>
      <Button shortcut="Delete" onPress={() => onPlace(null)}>
        {t(($) => $.takeOff)}
      </Button>
      <p className={styles.hint}>{t(($) => $.keys)}</p>
    </div>
  );
}
