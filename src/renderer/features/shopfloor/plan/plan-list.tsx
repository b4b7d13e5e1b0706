import { useTranslation } from 'react-i18next';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { classNames } from '#lib/class-names.ts';
import type { RowStore } from '#lib/row-store.ts';
import { useRow } from '#lib/use-rows.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import { stateLooks } from '../machines/state-look.ts';
import styles from './plan-list.module.css';

/** What a {@link PlanList} takes. */
export interface PlanListProps {
  readonly store: RowStore<MachineTile>;
  readonly placed: readonly MachineTile[];
  readonly unplaced: readonly MachineTile[];
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
}

/** The machines of the plan by code, those that are not on it last: whoever cannot see the plan reads this. */
export function PlanList({ store, placed, unplaced, openId, onOpen }: PlanListProps) {
  const { t } = useTranslation('floorPlan');
  const rows = (tiles: readonly MachineTile[]) => (
    <ul>
      {tiles.map((tile) => (
        <ListRow
          key={tile.id}
          store={store}
          tile={tile}
          open={tile.id === openId}
          onOpen={onOpen}
        />
      ))}
    </ul>
  );
  return (
    <section className={styles.list} aria-label={t(($) => $.list)}>
      {rows(placed)}
      {unplaced.length > 0 && (
        <>
          <h3 className={styles.heading}>{t(($) => $.unplaced)}</h3>
          {rows(unplaced)}
        </>
      )}
    </section>
  );
}

function ListRow({
  store,
  tile: listed,
  open,
  onOpen,
}: {
  readonly store: RowStore<MachineTile>;
  readonly tile: MachineTile;
  readonly open: boolean;
  readonly onOpen: (id: string) => void;
}) {
  const { t } = useTranslation('shopfloor');
  const tile = useRow(store, listed.id) ?? listed;
  return (
    <li>
      <button
        type="button"
        aria-pressed={open}
        className={classNames(styles.row, open && styles.open)}
        onClick={() => onOpen(tile.id)}
      >
        <span className={styles.line}>
          <span className={styles.code}>{tile.machineId}</span>
          <StatusBadge {...stateLooks[tile.state]}>{t(($) => $.state[tile.state])}</StatusBadge>
        </span>
        <span className={styles.name}>
          {tile.name}
          {tile.session && ` · ${tile.session.fullName ?? t(($) => $.person.unknown)}`}
        </span>
      </button>
    </li>
  );
}
