import { useTranslation } from 'react-i18next';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { SegmentedControl } from '#ui/segmented-control.tsx';

const lists = ['events', 'targets'] as const;

/** What the screen remembers in the address. */
export const applicationsParams = [
  'list',
  'target',
  'status',
  'type',
  'direction',
  'period',
] as const;

/** See {@link applicationsParams}. */
export type ApplicationsParam = (typeof applicationsParams)[number];

/** What is chosen, and how to choose otherwise. */
export interface ApplicationsView {
  readonly view: ViewParams<ApplicationsParam>;
  readonly change: (change: ViewChange<ApplicationsParam>) => void;
}

/** Which of the lists is shown. */
export function ListChoice({ view, change }: ApplicationsView) {
  const { t } = useTranslation('applications');
  return (
    <SegmentedControl
      label={t(($) => $.which)}
      options={lists.map((value) => ({ value, label: t(($) => $.list[value]) }))}
      value={view.list === 'targets' ? 'targets' : 'events'}
      onChange={(list) => change({ list: list === 'events' ? null : list })}
    />
  );
}
