import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import { Time } from '#ui/time.tsx';
import { AlarmSymbol } from '../alarm-columns.tsx';
import { useAlarmWords } from '../alarm-words.ts';
import { newestUnacknowledged } from './area-tiles.ts';
import styles from './wall.module.css';

/** As many as are readable from afar. */
const SHOWN = 5;

/** The newest alarms that still wait for somebody. */
export function WallNewest({ alarms }: { readonly alarms: readonly Alarm[] }) {
  const { t } = useTranslation('alarmWall');
  const words = useAlarmWords();
  const newest = newestUnacknowledged(alarms, SHOWN);
  return (
    <section className={styles.half} aria-label={t(($) => $.newest.label)}>
      <h2>{t(($) => $.newest.label)}</h2>
      {newest.length === 0 && <p className={styles.none}>{t(($) => $.newest.none)}</p>}
      <ol className={styles.newest}>
        {newest.map((alarm) => (
          <li key={alarm.id}>
            <AlarmSymbol alarm={alarm} />
            <span className={styles.what}>
              <strong>{alarm.sourceName}</strong>
              <span>{words.title(alarm)}</span>
            </span>
            <Time at={alarm.annunciatedAt} show="clock" />
          </li>
        ))}
      </ol>
    </section>
  );
}
