import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import { orpc } from '#lib/core.ts';
import { Skeleton } from '#ui/skeleton.tsx';
import { Time } from '#ui/time.tsx';
import { AlarmSymbol } from './alarm-columns.tsx';
import styles from './alarm-members.module.css';
import { useAlarmWords } from './alarm-words.ts';

/** As many as one reads in a panel. */
const SHOWN = 50;

/** The open alarms for which a parent stands, the newest first. */
export function AlarmMembers({
  parent: { id, memberCount },
}: {
  readonly parent: Pick<Alarm, 'id' | 'memberCount'>;
}) {
  const { t } = useTranslation('alarms');
  const words = useAlarmWords();
  const { data } = useQuery(
    orpc.alarms.list.queryOptions({
      input: { parentId: id, open: true, limit: SHOWN },
      meta: { topics: ['alarms.alarms'] },
    }),
  );
  if (!data) return <Skeleton lines={3} />;
  const more = memberCount - data.rows.length;
  return (
    <section className={styles.members}>
      <h3>{t(($) => $.members.label)}</h3>
      {data.rows.length === 0 && <p>{t(($) => $.members.none)}</p>}
      <ul>
        {data.rows.map((member) => (
          <li key={member.id}>
            <AlarmSymbol alarm={member} />
            <span className={styles.words}>
              {member.sourceName} · {words.title(member)}
            </span>
            <Time at={member.annunciatedAt} show="clock" />
          </li>
        ))}
      </ul>
      {more > 0 && <p>{t(($) => $.members.more, { count: more })}</p>}
    </section>
  );
}
