import { useQuery } from '@tanstack/react-query';
import { BookOpenText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Alarm } from '#contract/alarms.ts';
import { orpc } from '#lib/core.ts';
import { withViewChange } from '#lib/view-params.ts';
import { Button } from '#ui/button.tsx';
import { Duration, Time } from '#ui/time.tsx';
import styles from '../alarm-members.module.css';

/** As many as one reads in a panel; the journal has all. */
const SHOWN = 8;

/** How often this source had this alarm before, when and for how long, and the way to all of it. */
export function EarlierAlarms({ alarm }: { readonly alarm: Alarm }) {
  const { t } = useTranslation('alarms');
  const [, navigate] = useLocation();
  const { id, sourceType, sourceId, alarmType } = alarm;
  const { data } = useQuery(
    orpc.alarms.list.queryOptions({
      input: { sourceType, sourceId, alarmType, limit: SHOWN + 1 },
      meta: { topics: ['alarms.alarms'] },
    }),
  );
  const earlier = (data?.rows ?? []).filter((other) => other.id !== id).slice(0, SHOWN);
  const openJournal = (): void => {
    const change = { sourceType, sourceId, type: alarmType };
    navigate(`/alarm-journal?${withViewChange(globalThis.location.search, 'journal', change)}`);
  };
  return (
    <section className={styles.members}>
      <h3>{t(($) => $.card.earlier)}</h3>
      {data && earlier.length === 0 && <p>{t(($) => $.card.earlierNone)}</p>}
      <ul hidden={earlier.length === 0}>
        {earlier.map((other) => (
          <li key={other.id}>
            <Time at={other.createdAt} />
            <span className={styles.words}>
              {other.resolvedAt === null ? (
                t(($) => $.stateLong[other.state])
              ) : (
                <Duration since={other.createdAt} until={other.resolvedAt} />
              )}
            </span>
            {other.occurrences} ×
          </li>
        ))}
      </ul>
      <Button size="small" icon={<BookOpenText aria-hidden="true" />} onPress={openJournal}>
        {t(($) => $.card.journal)}
      </Button>
    </section>
  );
}
