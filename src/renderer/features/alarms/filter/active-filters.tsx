import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChips } from '#ui/filter-chips.tsx';
import type { FilterChip } from '#ui/filter-chips.tsx';
import type { AlarmsParam, AlarmsView } from '../view-switch.tsx';
import styles from './filter.module.css';
import { filterOf } from './queue-filter.ts';
import { useAreaNames } from './use-area-names.ts';

const filters = ['priority', 'state', 'domain', 'area', 'mark', 'mine', 'search'] as const;

/** The filters of the queue that are on, each with a cross. */
export const ActiveFilters = memo(({ view, change }: AlarmsView) => {
  return (
    <div className={styles.active}>
      <FilterChips
        chips={useChips(view)}
        onRemove={(id) => change({ [id as AlarmsParam]: null })}
        onClear={() => change(Object.fromEntries(filters.map((name) => [name, null])))}
      />
    </div>
  );
});

function useChips(view: AlarmsView['view']): FilterChip[] {
  const { t } = useTranslation('alarms');
  const areas = useAreaNames();
  const { priority, state, domain, area, mark, assignedTo, search } = filterOf(view, 'me');
  const chips: readonly (readonly [
    id: (typeof filters)[number],
    name: string,
    value: string | undefined,
  ])[] = [
    ['priority', t(($) => $.field.priority), priority],
    ['state', t(($) => $.field.state), state && t(($) => $.stateLong[state])],
    ['domain', t(($) => $.filter.domain), domain && t(($) => $.domain[domain])],
    ['area', t(($) => $.filter.area), area && (areas.find(({ id }) => id === area)?.name ?? area)],
    ['mark', t(($) => $.field.marks), mark && t(($) => $.mark[mark])],
    ['mine', t(($) => $.field.assignedTo), assignedTo && t(($) => $.filter.me)],
    ['search', t(($) => $.filter.text), search],
  ];
  return chips.flatMap(([id, name, value]) => (value ? [{ id, name, value }] : []));
}
