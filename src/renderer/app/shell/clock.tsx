import { useNow } from '#lib/now.ts';
import { useFormats } from '#lib/use-formats.ts';
import styles from './clock.module.css';

/** The time in the zone in which the console shows times, with the zone named. */
export function Clock() {
  const formats = useFormats();
  const now = useNow();
  return (
    <time className={styles.clock} dateTime={new Date(now).toISOString()} title={formats.timeZone}>
      {formats.time(now)} <span className={styles.zone}>{formats.zone(now)}</span>
    </time>
  );
}
