import { useViewParams } from '#lib/use-view-params.ts';
import { HistoryView } from './history-view.tsx';
import { QueueView } from './queue-view.tsx';
import { type AlarmsParam, alarmsParams } from './view-switch.tsx';

/** The alarm queue of all systems, and what it held before. */
export function Screen() {
  const [view, change] = useViewParams<AlarmsParam>('alarms', alarmsParams);
  return view.view === 'history' ? (
    <HistoryView view={view} change={change} />
  ) : (
    <QueueView view={view} change={change} />
  );
}
