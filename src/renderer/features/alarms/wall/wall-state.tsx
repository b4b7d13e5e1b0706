import { useTranslation } from 'react-i18next';
import { useNow } from '#lib/now.ts';
import { useConnection } from '#lib/use-connection.ts';
import { useFormats } from '#lib/use-formats.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import styles from './wall.module.css';

const MINUTE_MS = 60_000;

/** The time as it is read across a room, with its zone. */
export function WallClock() {
  const formats = useFormats();
  const now = useNow();
  return (
    <time className={styles.clock} dateTime={new Date(now).toISOString()}>
      <span className={styles.small}>{formats.date(now)}</span> {formats.time(now)}{' '}
      <span className={styles.small}>{formats.zone(now)}</span>
    </time>
  );
}

/** Whether the picture is true; an old one must never look like a calm one. */
export function WallConnection({ live }: { readonly live: boolean }) {
  const { t } = useTranslation('alarmWall');
  const formats = useFormats();
  const connection = useConnection();
  const today = formats.dayKey(useNow(MINUTE_MS));
  // An outage may last longer than a day, and a time alone would then look recent.
  const since = (moment: Date): string =>
    formats.dayKey(moment) === today ? formats.time(moment) : formats.dateTime(moment);
  if (connection.kind === 'down')
    return (
      <strong className={styles.cut} role="status">
        <StatusBadge tone="fault">
          {t(($) => $.connection.down, { time: since(connection.since) })}
        </StatusBadge>
      </strong>
    );
  return (
    <span role="status">
      {live && connection.kind === 'up' ? (
        <StatusBadge tone="normal">{t(($) => $.connection.live)}</StatusBadge>
      ) : (
        <StatusBadge tone="warning">{t(($) => $.connection.waiting)}</StatusBadge>
      )}
    </span>
  );
}
