import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import type { RowStore } from '#lib/row-store.ts';
import { StateBadge } from '../machines/state-badge.tsx';
import styles from './station-screen.module.css';

/** The machines of the same zone, for a station that serves several; nothing where there is one. */
export function ZoneMachines(props: {
  readonly store: RowStore<MachineTile>;
  readonly tile: MachineTile;
}) {
  const { store, tile } = props;
  const { t } = useTranslation('machineUse');
  const all = useSyncExternalStore(store.subscribeList, store.list);
  const here = all.filter(({ zone }) => zone !== null && zone.id === tile.zone?.id);
  if (here.length < 2) return null;
  return (
    <nav className={styles.machines} aria-label={t(($) => $.station.machines)}>
      {here.map((each) => (
        <Link
          key={each.id}
          href={`/shopfloor/machines/${each.id}/station`}
          {...(each.id === tile.id && { 'aria-current': 'page' as const })}
        >
          <span>{each.name}</span>
          <StateBadge state={each.state} />
        </Link>
      ))}
    </nav>
  );
}
