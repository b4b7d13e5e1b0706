import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'wouter';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { client } from '#lib/core.ts';
import type { RowStore } from '#lib/row-store.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { useLiveRows } from '#lib/use-live-rows.ts';
import { useRow } from '#lib/use-rows.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Duration, Time } from '#ui/time.tsx';
import { CheckButtons } from '../machines/check-buttons.tsx';
import { EndSessionButton } from '../machines/end-session-button.tsx';
import { ExtendButton } from '../machines/extend-button.tsx';
import { useRecentRefusal } from '../machines/refusal-text.tsx';
import { StateBadge } from '../machines/state-badge.tsx';
import { TakeOverButton } from '../machines/take-over-button.tsx';
import { useSessionActions } from '../machines/use-machine-actions.ts';
import { type BadgeNotice, BadgeNoticeText } from './badge-notice.tsx';
import { BigCountdown } from './big-countdown.tsx';
import { ProvenActions } from './proven-actions.tsx';
import styles from './station-screen.module.css';
import { type ShownBadge, useNotice, useStationBadges } from './use-station-badge.ts';
import { ZoneMachines } from './zone-machines.tsx';

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
  return <Station key={tile.id} tile={tile} store={store} />;
}

/** Shows a badge's effect, or hands it to the dialog that asks for one. */
function useShownBadges(machineId: string) {
  const words = useErrorText();
  const [notice, show] = useNotice<BadgeNotice>();
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<ShownBadge | null>(null);
  const present = async (badge: ShownBadge['badge']): Promise<void> => {
    try {
      show(await client.shopfloor.stations.present({ machineId, badge }));
    } catch (error) {
      show({ kind: 'failed', reason: words(error) });
    }
  };
  useStationBadges((read) => {
    if (asking) setShown(read);
    else void present(read.badge);
  });
  const ask = (begin: boolean): void => {
    setShown(null);
    setAsking(begin);
  };
  return { notice, asking, ask, shown };
}

function Station(props: { readonly tile: MachineTile; readonly store: RowStore<MachineTile> }) {
  const { tile, store } = props;
  const { t } = useTranslation('shopfloor');
  const refusal = useRecentRefusal(tile.refusal);
  const { notice, asking, ask, shown } = useShownBadges(tile.id);
  return (
    <section className={styles.station}>
      <ZoneMachines store={store} tile={tile} />
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
      {notice !== null ? (
        <BadgeNoticeText notice={notice} />
      ) : (
        refusal !== null && (
          <p className={styles.refusal} role="alert">
            {t(($) => $.tile.refused, { reason: refusal })}
          </p>
        )
      )}
      <div className={styles.actions}>
        {tile.session ? (
          <>
            <EndSessionButton session={tile.session} machineName={tile.name} />
            <ExtendButton session={tile.session} />
            <TakeOverButton machineId={tile.id} machineName={tile.name} session={tile.session} />
          </>
        ) : (
          <StartButton tile={tile} />
        )}
        <ProvenActions tile={tile} asking={asking} onAsk={ask} shown={shown} />
        <CheckButtons tile={tile} />
      </div>
      <p className={styles.stop}>{t(($) => $.machines.emergencyStop)}</p>
    </section>
  );
}

function Running(props: {
  readonly tile: MachineTile;
  readonly session: NonNullable<MachineTile['session']>;
}) {
  const { session } = props;
  const { t } = useTranslation('shopfloor');
  return (
    <>
      <p className={styles.who}>{session.fullName ?? t(($) => $.person.unknown)}</p>
      <p className={styles.since}>
        {t(($) => $.field.since)} <Time at={session.startTime} show="clock" zone /> ·{' '}
        <Duration since={session.startTime} />
      </p>
      <BigCountdown session={session} />
      <p className={styles.todo}>
        {t(($) =>
          session.unconfirmed
            ? $.session.unconfirmedText
            : session.warned
              ? $.station.warned
              : $.station.presentToEnd,
        )}
      </p>
    </>
  );
}

function Resting({ tile }: { readonly tile: MachineTile }) {
  const { t } = useTranslation('shopfloor');
  return (
    <>
      <p className={styles.who}>{t(($) => $.station.todo[tile.state])}</p>
      {tile.conditionNote !== null && <p className={styles.since}>{tile.conditionNote}</p>}
    </>
  );
}

function StartButton({ tile }: { readonly tile: MachineTile }) {
  const { t } = useTranslation('shopfloor');
  const { start, mayStart } = useSessionActions();
  if (!mayStart || tile.state !== 'free') return null;
  return (
    <Button variant="primary" busy={start.busy} onPress={() => start.run({ machineId: tile.id })}>
      {t(($) => $.session.start)}
    </Button>
  );
}
