import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import { orpc } from '#lib/core.ts';
import { AlarmLines } from './alarm-lines.tsx';

/** As many as one reads in a panel. */
const SHOWN = 6;

/** What else is open at the same source, and in its area. */
export function RelatedAlarms({ alarm }: { readonly alarm: Alarm }) {
  const { t } = useTranslation('alarms');
  const { id, sourceType, sourceId, areaId } = alarm;
  const place = areaId === null ? { sourceType, sourceId } : { areaId };
  const { data } = useQuery(
    orpc.alarms.list.queryOptions({
      input: { ...place, open: true, limit: 50 },
      meta: { topics: ['alarms.alarms'] },
    }),
  );
  const others = (data?.rows ?? []).filter((other) => other.id !== id);
  const isHere = (other: Alarm): boolean =>
    other.sourceType === sourceType && other.sourceId === sourceId;
  const related = [...others.filter(isHere), ...others.filter((other) => !isHere(other))].slice(
    0,
    SHOWN,
  );
  return (
    <AlarmLines
      title={t(($) => (areaId === null ? $.card.related : $.card.relatedArea))}
      none={t(($) => $.card.relatedNone)}
      alarms={data && related}
    />
  );
}
