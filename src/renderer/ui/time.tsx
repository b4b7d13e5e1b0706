import { classNames } from '#lib/class-names.ts';
import { useNow, useTicking } from '#lib/now.ts';
import { useFormats } from '#lib/use-formats.ts';
import styles from './time.module.css';

/** A moment as RFC 3339 text, as milliseconds, or as a date. */
export type Moment = string | number | Date;

/** What a {@link Time} takes. */
export interface TimeProps {
  readonly at: Moment;
  /** `absolute` day and time · `clock` time only · `day` the day · `relative` "3 minutes ago" · `both`. */
  readonly show?: 'absolute' | 'clock' | 'day' | 'relative' | 'both';
  /** Names the zone behind an absolute time; once per page or table is enough. */
  readonly zone?: boolean;
}

/** A moment in the zone of the site; the full moment with the zone is in the tooltip. */
export function Time({ at, show = 'absolute', zone = false }: TimeProps) {
  const formats = useFormats();
  const moment = new Date(at);
  const full = `${formats.dateTime(moment)} ${formats.zone(moment)}`;
  const text = {
    absolute: () => formats.dateTime(moment),
    both: () => formats.dateTime(moment),
    clock: () => formats.time(moment),
    day: () => formats.date(moment),
    relative: () => null,
  }[show]();
  return (
    <time
      className={classNames(styles.time, show === 'both' && styles.both)}
      title={full}
      {...(!Number.isNaN(moment.getTime()) && { dateTime: moment.toISOString() })}
    >
      {text !== null && <span>{zone ? `${text} ${formats.zone(moment)}` : text}</span>}
      {show === 'both' && (
        <>
          {' '}
          <span className={styles.quiet}>
            · <Relative moment={moment} />
          </span>
        </>
      )}
      {show === 'relative' && <Relative moment={moment} />}
    </time>
  );
}

function Relative({ moment }: { readonly moment: Date }) {
  const formats = useFormats();
  return useTicking(() => formats.relative(moment, Date.now()));
}

/** How long ago `since` was, as running `mm:ss`; stands still with `until`. */
export function Duration({ since, until }: { readonly since: Moment; readonly until?: Moment }) {
  return until === undefined ? <Running since={since} /> : <Fixed since={since} until={until} />;
}

function Running({ since }: { readonly since: Moment }) {
  const formats = useFormats();
  return (
    <span className={styles.time}>{formats.duration(useNow() - new Date(since).getTime())}</span>
  );
}

function Fixed({ since, until }: { readonly since: Moment; readonly until: Moment }) {
  const formats = useFormats();
  const length = new Date(until).getTime() - new Date(since).getTime();
  return <span className={styles.time}>{formats.duration(length)}</span>;
}

/** Counts down to `until` as `mm:ss` and stops at 00:00. */
export function Countdown({ until }: { readonly until: Moment }) {
  const formats = useFormats();
  return (
    <span className={styles.time}>{formats.duration(new Date(until).getTime() - useNow())}</span>
  );
}

/** The time now, with the zone named. */
export function Clock() {
  const formats = useFormats();
  const now = useNow();
  return (
    <time className={styles.time} dateTime={new Date(now).toISOString()}>
      {formats.time(now)} {formats.zone(now)}
    </time>
  );
}
