import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '#lib/core.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { OutOfServiceList } from './out-of-service-list.tsx';
import { ShelvedList } from './shelved-list.tsx';
import { SuppressedList } from './suppressed-list.tsx';

const lists = { shelved: ShelvedList, suppressed: SuppressedList, outOfService: OutOfServiceList };

type ListName = keyof typeof lists;

const nameOf = (text: string | undefined): ListName =>
  text === 'suppressed' || text === 'outOfService' ? text : 'shelved';

/** Alarms that do not ask for attention: who set them aside, why and until when. */
export function Screen() {
  const { t } = useTranslation('alarmsAside');
  const [view, change] = useViewParams('aside', ['list']);
  const shown = nameOf(view.list);
  const { data } = useQuery(
    orpc.alarms.summary.queryOptions({ meta: { topics: ['alarms.alarms', 'alarms.shelvings'] } }),
  );
  const counts: Record<ListName, number> = {
    shelved: data?.shelved ?? 0,
    suppressed: data?.suppressed ?? 0,
    outOfService: (data?.outOfService ?? 0) + (data?.outOfServiceRequests ?? 0),
  };
  const List = lists[shown];
  return (
    <List
      choice={
        <SegmentedControl
          label={t(($) => $.lists)}
          value={shown}
          onChange={(list) => change({ list: list === 'shelved' ? null : list })}
          options={(Object.keys(lists) as ListName[]).map((name) => ({
            value: name,
            label: `${t(($) => $.list[name])} ${counts[name]}`,
          }))}
        />
      }
    />
  );
}
