import { Circle } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#lib/use-formats.ts';
import { Time } from './time.tsx';
import type { Moment } from './time.tsx';
import styles from './timeline.module.css';

/** Something that happened. */
export interface TimelineEntry {
  readonly id: string;
  readonly at: Moment;
  /** What happened. */
  readonly title: ReactNode;
  /** Why, with what values; smaller. */
  readonly detail?: ReactNode;
  /** Who did it; the system where left out. */
  readonly actor?: ReactNode;
  /** A lucide icon element. */
  readonly icon?: ReactNode;
}

/** What happened to one thing, grouped by day of the site, in the order given. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const { t } = useTranslation('ui');
  const formats = useFormats();
  const days = Object.entries(Object.groupBy(entries, ({ at }) => formats.dayKey(at)));
  if (entries.length === 0) return <p className={styles.empty}>{t(($) => $.timeline.empty)}</p>;
  return (
    <div role="list" aria-label={t(($) => $.timeline.label)}>
      {days.map(([day, ofDay = []]) => (
        <div key={day} role="listitem">
          <h3 className={styles.day}>
            <Time at={ofDay[0]?.at ?? day} show="day" />
          </h3>
          <ol className={styles.entries}>
            {ofDay.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ol>
        </div>
      ))}
    </div>
  );
}

function Entry({ entry: { at, title, detail, actor, icon } }: { readonly entry: TimelineEntry }) {
  const { t } = useTranslation('ui');
  return (
    <li className={styles.entry}>
      <span className={styles.icon}>{icon ?? <Circle aria-hidden="true" />}</span>
      <div className={styles.words}>
        <div className={styles.title}>{title}</div>
        {detail !== undefined && <div className={styles.detail}>{detail}</div>}
        <div className={styles.note}>
          {actor ?? t(($) => $.timeline.system)} · <Time at={at} show="clock" zone /> ·{' '}
          <Time at={at} show="relative" />
        </div>
      </div>
    </li>
  );
}
