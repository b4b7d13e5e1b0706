import { useTranslation } from 'react-i18next';
import { useViewParams } from '#lib/use-view-params.ts';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { HistoryView } from './history-view.tsx';
import { QueueView } from './queue-view.tsx';

/** What the alarm screen remembers in the address. */
export type AlarmsParam = 'view' | 'priority' | 'state' | 'search' | 'period';

/** What is chosen, and how to choose otherwise. */
export interface AlarmsView {
  readonly view: ViewParams<AlarmsParam>;
  readonly change: (change: ViewChange<AlarmsParam>) => void;
}

/** The alarm queue of all systems, and what it held before. */
export function Screen() {
  const [view, change] = useViewParams<AlarmsParam>('alarms', [
    'view',
    'priority',
    'state',
    'search',
    'period',
  ]);
  return view.view === 'history' ? (
    <HistoryView view={view} change={change} />
  ) : (
    <QueueView view={view} change={change} />
  );
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
