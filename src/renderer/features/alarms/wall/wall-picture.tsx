import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import { client } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import { useLiveRows } from '#lib/use-live-rows.ts';
import { useRows } from '#lib/use-rows.ts';
import { WallAreas } from './wall-areas.tsx';
import { WallCounts } from './wall-counts.tsx';
import { WallNewest } from './wall-newest.tsx';
import { shiftAt } from './wall-shift.ts';
import { WallClock, WallConnection } from './wall-state.tsx';
import styles from './wall.module.css';

const idOf = (alarm: Alarm): string => alarm.id;
const MINUTE_MS = 60_000;

/** What a {@link WallPicture} takes. */
export interface WallPictureProps {
  /** Where it hangs, beside the title. */
  readonly place?: string;
  /** What there is to press, and what the sound says, beside the clock. */
  readonly controls: ReactNode;
}

/**
 * The alarms for a whole room: read-only, dark, readable from five metres, and made to stay for
 * weeks. It keeps no more than the queue's stream does and what fits on the screen.
 */
export function WallPicture({ place, controls }: WallPictureProps) {
  const { t } = useTranslation('alarmWall');
  const { store, state, loaded } = useLiveRows(
    (signal) => client.alarms.live(undefined, { signal }),
    idOf,
  );
  const alarms = useRows(store);
  const { x, y } = shiftAt(useNow(MINUTE_MS));
  return (
    <div className={styles.wall} data-theme="dark">
      <div className={styles.picture} style={{ transform: `translate(${x}px, ${y}px)` }}>
        <header className={styles.header}>
          <h1>
            {t(($) => $.title)}
            {place !== undefined && <span className={styles.place}> · {place}</span>}
          </h1>
          <WallConnection live={state.kind === 'live' && loaded} />
          <span className={styles.space} />
          {controls}
          <WallClock />
        </header>
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
