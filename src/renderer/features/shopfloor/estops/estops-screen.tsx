import { useViewParams } from '#lib/use-view-params.ts';
import { DrillsView } from '../drills/drills-view.tsx';
import { estopLists, estopsParams, EstopsToolbar } from './estops-toolbar.tsx';
import type { EstopsParam } from './estops-toolbar.tsx';
import { HistoryView } from './history-view.tsx';
import { NowView } from './now-view.tsx';

/** Emergency stops: what stands now, what happened, and the drills. */
export function Screen() {
  const [view, change] = useViewParams<EstopsParam>('stops', estopsParams);
  const list = estopLists.find((one) => one === view.list) ?? 'now';
  if (list === 'history') return <HistoryView view={view} change={change} />;
  if (list === 'drills') return <DrillsView view={view} change={change} />;
  return (
    <>
      <EstopsToolbar list="now" view={view} change={change} />
      <NowView />
    </>
  );
}
