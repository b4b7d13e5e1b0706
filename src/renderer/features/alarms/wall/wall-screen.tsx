import { useQuery } from '@tanstack/react-query';
import { Maximize, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Alarm } from '#contract/alarms.ts';
import { client, orpc } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import { useCan } from '#lib/session.ts';
import { useShortcut } from '#lib/shortcuts.ts';
import { useLiveRows } from '#lib/use-live-rows.ts';
import { useRows } from '#lib/use-rows.ts';
import { Button } from '#ui/button.tsx';
import { AnnunciatorControl } from '../annunciation/annunciator-control.tsx';
import { WallAreas } from './wall-areas.tsx';
import { WallCounts } from './wall-counts.tsx';
import { WallNewest } from './wall-newest.tsx';
import { shiftAt } from './wall-shift.ts';
import { WallClock, WallConnection } from './wall-state.tsx';
import styles from './wall.module.css';

const idOf = (alarm: Alarm): string => alarm.id;
const MINUTE_MS = 60_000;

/**
 * The alarms for a whole room: read-only, dark, readable from five metres, and made to stay for
 * weeks. It keeps no more than the queue's stream does and what fits on the screen.
 */
export function Screen() {
  const { store, state, loaded } = useLiveRows(
    (signal) => client.alarms.live(undefined, { signal }),
    idOf,
  );
  const alarms = useRows(store);
  const { x, y } = shiftAt(useNow(MINUTE_MS));
  return (
    <div className={styles.wall} data-theme="dark">
      <div className={styles.picture} style={{ transform: `translate(${x}px, ${y}px)` }}>
        <Header live={state.kind === 'live' && loaded} />
        <WallCounts />
        {/* A picture that is not there yet must not look like a calm one. */}
        {loaded && (
          <div className={styles.halves}>
            <WallAreas alarms={alarms} />
            <WallNewest alarms={alarms} />
          </div>
        )}
      </div>
    </div>
  );
}

function Header({ live }: { readonly live: boolean }) {
  const { t } = useTranslation('alarmWall');
  return (
    <header className={styles.header}>
      <h1>{t(($) => $.title)}</h1>
      <WallConnection live={live} />
      <span className={styles.space} />
      <WallSound />
      <WallButtons />
      <WallClock />
    </header>
  );
}

/** Sounds what is urgent, where the station is set to sound; a room does not need to hear the rest. */
function WallSound() {
  const operates = useCan('alarm:acknowledge');
  const { data } = useQuery(
    orpc.alarms.summary.queryOptions({ meta: { topics: ['alarms.alarms'] } }),
  );
  if (!data || !operates) return null;
  return <AnnunciatorControl waiting={{ ...data.newestUnacknowledgedAt, P3: null, P4: null }} />;
}

// A page that may not fill the screen stays as it is; there is nothing else to do about it.
const fill = (): void => void document.documentElement.requestFullscreen().catch(() => undefined);

function WallButtons() {
  const { t } = useTranslation('alarmWall');
  const [, navigate] = useLocation();
  const leave = (): void => navigate('/alarms');
  useShortcut(
    'Escape',
    t(($) => $.leave),
    leave,
  );
  return (
    <>
      {document.fullscreenEnabled && (
        <Button variant="quiet" icon={<Maximize aria-hidden />} onPress={fill}>
          {t(($) => $.fill)}
        </Button>
      )}
      <Button variant="quiet" icon={<X aria-hidden />} shortcut="Esc" onPress={leave}>
        {t(($) => $.leave)}
      </Button>
    </>
  );
}
