import { useTranslation } from 'react-i18next';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import type { PlanPlace, PlanPosition } from '#contract/shopfloor/plans.ts';
import { classNames } from '#lib/class-names.ts';
import { useTicking } from '#lib/now.ts';
import type { RowStore } from '#lib/row-store.ts';
import { useRow } from '#lib/use-rows.ts';
import { StatusShape } from '#ui/status-shape.tsx';
import { useRecentRefusal } from '../machines/refusal-text.tsx';
import { stateLooks } from '../machines/state-look.ts';
import { timeLeft } from '../machines/time-left.ts';
import { PlanSymbol } from './plan-symbol.tsx';
import styles from './plan-marker.module.css';

/** What a {@link MachineMarker} takes. */
export interface MachineMarkerProps {
  readonly store: RowStore<MachineTile>;
  readonly id: string;
  readonly place: PlanPlace;
  /** Its details are open. */
  readonly open: boolean;
  /** The filter leaves it out: it is drawn faintly and cannot be opened. */
  readonly faint: boolean;
  /** The one marker that the Tab key reaches. */
  readonly tabStop: boolean;
  readonly onOpen: (id: string) => void;
}

/** A machine on the plan; it redraws alone when only it changes. */
export function MachineMarker(props: MachineMarkerProps) {
  const { store, id, place, open, faint, tabStop, onOpen } = props;
  const { t } = useTranslation('shopfloor');
  const tile = useRow(store, id);
  const session = tile?.session ?? null;
  const refusal = useRecentRefusal(tile?.refusal ?? null);
  const nearEnd =
    useTicking(() => (session && timeLeft(session, Date.now()).kind !== 'minutes' ? 1 : 0)) === 1;
  if (!tile) return null;
  const state = t(($) => $.state[tile.state]);
  const said = [
    `${tile.machineId} ${tile.name}`,
    state,
    session === null ? null : (session.fullName ?? t(($) => $.person.unknown)),
    refusal === null ? null : t(($) => $.tile.refused, { reason: refusal }),
  ];
  const symbol = (
    <PlanSymbol
      place={place}
      kind="machine"
      code={tile.machineId}
      look={stateLooks[tile.state]}
      {...(refusal !== null && { corner: <StatusShape tone="fault" letter="!" /> })}
    />
  );
  const at = `translate(${place.x} ${place.y})`;
  if (faint)
    return (
      <g className={styles.faint} transform={at}>
        {symbol}
      </g>
    );
  return (
    <g
      role="button"
      aria-label={said.filter((part) => part !== null).join(', ')}
      aria-pressed={open}
      tabIndex={tabStop ? 0 : -1}
      data-machine-id={id}
      className={classNames(
        styles.marker,
        styles[tile.state],
        nearEnd && styles.warned,
        open && styles.open,
      )}
      transform={at}
      onClick={() => onOpen(id)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onOpen(id);
      }}
    >
      <title>{`${tile.machineId} ${tile.name}`}</title>
      {symbol}
    </g>
  );
}

/** A node on the plan: whether it answers, as far as its machines tell. */
export function NodeMarker({
  position,
  online,
}: {
  readonly position: PlanPosition;
  /** Undefined where no machine in sight hangs on it. */
  readonly online: boolean | undefined;
}) {
  const { t } = useTranslation('floorPlan');
  const { place, code, name } = position;
  if (place === null) return null;
  const look =
    online === false
      ? ({ tone: 'unknown', letter: 'N' } as const)
      : ({ tone: 'normal', letter: 'N' } as const);
  return (
    <g className={styles.node} transform={`translate(${place.x} ${place.y})`}>
      <title>
        {online === false
          ? t(($) => $.nodeSilent, { code, name })
          : t(($) => $.node, { code, name })}
      </title>
      <PlanSymbol place={place} kind="node" code={code} look={look} />
    </g>
  );
}
