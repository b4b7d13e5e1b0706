import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '#lib/core.ts';
import { Skeleton } from '#ui/skeleton.tsx';
import { Timeline } from '#ui/timeline.tsx';
import styles from './alarm-facts.module.css';

/** As much as one reads in a panel; the journal's own view has all. */
const SHOWN = 20;

/** What happened to one alarm, the newest first. */
export function AlarmJournal({ alarmId }: { readonly alarmId: string }) {
  const { t } = useTranslation('alarms');
  const { data } = useQuery(
    orpc.alarms.journal.search.queryOptions({
      input: { alarmId, limit: SHOWN },
      meta: { topics: ['alarms.alarms'] },
    }),
  );
  return (
    <section className={styles.action}>
      <h3>{t(($) => $.detail.journal)}</h3>
      {data ? (
        <Timeline
          entries={data.rows.map(({ id, at, event, note, userName, workstation }) => ({
            id,
            at,
            title: t(($) => $.event[event]),
            ...(note !== null && { detail: note }),
            ...(userName !== null && {
              actor: workstation === null ? userName : `${userName}, ${workstation}`,
            }),
          }))}
        />
      ) : (
        <Skeleton lines={3} />
      )}
    </section>
  );
}
