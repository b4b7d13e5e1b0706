import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import { orpc } from '#lib/core.ts';
import { AlarmLines } from './detail/alarm-lines.tsx';

/** As many as one reads in a panel. */
const SHOWN = 50;

/** The open alarms for which a parent stands, the newest first. */
export function AlarmMembers({
  parent: { id, memberCount },
}: {
  readonly parent: Pick<Alarm, 'id' | 'memberCount'>;
}) {
  const { t } = useTranslation('alarms');
  const { data } = useQuery(
    orpc.alarms.list.queryOptions({
      input: { parentId: id, open: true, limit: SHOWN },
      meta: { topics: ['alarms.alarms'] },
    }),
  );
  const more = data ? memberCount - data.rows.length : 0;
  return (
    <AlarmLines
      title={t(($) => $.members.label)}
      none={t(($) => $.members.none)}
      alarms={data?.rows}
    >
      {more > 0 && <p>{t(($) => $.members.more, { count: more })}</p>}
    </AlarmLines>
  );
}
