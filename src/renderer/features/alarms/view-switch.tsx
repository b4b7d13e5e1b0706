import { useTranslation } from 'react-i18next';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { SegmentedControl } from '#ui/segmented-control.tsx';

/** What the alarm screen remembers in the address. */
export const alarmsParams = [
  'view',
  'priority',
  'state',
  'domain',
  'area',
  'mark',
  'mine',
  'search',
  'period',
] as const;

/** One of {@link alarmsParams}. */
export type AlarmsParam = (typeof alarmsParams)[number];

/** What is chosen, and how to choose otherwise. */
export interface AlarmsView {
  readonly view: ViewParams<AlarmsParam>;
  readonly change: (change: ViewChange<AlarmsParam>) => void;
}

/** Switches between queue and history; stands first in both toolbars. */
export function ViewSwitch({ view, change }: AlarmsView) {
  const { t } = useTranslation('alarms');
  return (
    <SegmentedControl
      label={t(($) => $.label.view)}
      value={view.view === 'history' ? 'history' : 'queue'}
      onChange={(chosen) => change({ view: chosen === 'queue' ? null : chosen })}
      options={[
        { value: 'queue', label: t(($) => $.tabs.queue) },
        { value: 'history', label: t(($) => $.tabs.history) },
      ]}
    />
  );
}
