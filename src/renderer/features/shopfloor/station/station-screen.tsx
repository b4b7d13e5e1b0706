import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'wouter';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { client } from '#lib/core.ts';
import { useLiveRows } from '#lib/use-live-rows.ts';
import { useRow } from '#lib/use-rows.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Duration, Time } from '#ui/time.tsx';
import { EndSessionButton } from '../machines/end-session-button.tsx';
import { useRecentRefusal } from '../machines/refusal-text.tsx';
import { StateBadge } from '../machines/state-badge.tsx';
import { TimeLeftText } from '../machines/time-left-text.tsx';
import { useSessionActions } from '../machines/use-machine-actions.ts';
import styles from './station-screen.module.css';

/** One machine on a panel beside it: who, since when, how long still, and what to do. Read from afar. */
export function Screen() {
  const { t } = useTranslation('shopfloor');
  const { id } = useParams<{ id: string }>();
  const { store, loaded } = useLiveRows(
    (signal) => client.shopfloor.machines.live({}, { signal }),
    (tile: MachineTile) => tile.id,
  );
  const tile = useRow(store, id);
  if (!loaded) return <Skeleton lines={6} />;
  if (!tile)
    return (
      <EmptyState
        title={t(($) => $.station.missing)}
        hint={t(($) => $.station.missingHint)}
        action={<Link href="/shopfloor/machines">{t(($) => $.station.all)}</Link>}
      />
    );
  return <Station tile={tile} />;
}

function Station({ tile }: { readonly tile: MachineTile }) {
  const { t } = useTranslation('shopfloor');
  const refusal = useRecentRefusal(tile.refusal);
  return (
    <section className={styles.station}>
      <header className={styles.header}>
        <h1 className={styles.name}>{tile.name}</h1>
        <span className={styles.code}>
          {[tile.area?.name, tile.zone?.name, tile.machineId].filter(Boolean).join(' › ')}
        </span>
        <Link href={`/shopfloor/machines?machines.open=${tile.id}`}>{t(($) => $.station.all)}</Link>
      </header>
      <div className={styles.state}>
        <StateBadge state={tile.state} />
      </div>
      {tile.session ? <Running tile={tile} session={tile.session} /> : <Resting tile={tile} />}
      {refusal !== null && (
        <p className={styles.refusal} role="alert">
          {t(($) => $.tile.refused, { reason: refusal })}
        </p>
      )}
      <p className={styles.stop}>{t(($) => $.machines.emergencyStop)}</p>
    </section>
  );
}

function Running(props: {
  readonly tile: MachineTile;
  readonly session: NonNullable<MachineTile['session']>;
}) {
  const { tile, session } = props;
  const { t } = useTranslation('shopfloor');
  return (
    <>
      <p className={styles.who}>{session.fullName ?? t(($) => $.person.unknown)}</p>
      <p className={styles.since}>
        {t(($) => $.field.since)} <Time at={session.startTime} show="clock" zone /> ·{' '}
        <Duration since={session.startTime} />
      </p>
      <p className={styles.left}>
        <TimeLeftText session={session} />
      </p>
      <p className={styles.todo}>
        {t(($) =>
          session.unconfirmed
            ? $.session.unconfirmedText
            : session.warned
              ? $.station.warned
              : $.station.presentToEnd,
        )}
      </p>
      <div className={styles.actions}>
        <EndSessionButton session={session} machineName={tile.name} />
      </div>
    </>
  );
}

function Resting({ tile }: { readonly tile: MachineTile }) {
  const { t } = useTranslation('shopfloor');
  const { start, mayStart } = useSessionActions();
  return (
    <>
      <p className={styles.who}>{t(($) => $.station.todo[tile.state])}</p>
      {tile.conditionNote !== null && <p className={styles.since}>{tile.conditionNote}</p>}
      {mayStart && tile.state === 'free' && (
        <div className={styles.actions}>
          <Button
            variant="primary"
            busy={start.busy}
            onPress={() => start.run({ machineId: tile.id })}
          >
            {t(($) => $.session.start)}
          </Button>
        </div>
      )}
    </>
  );
}
