import { useViewParams } from '#lib/use-view-params.ts';
import { applicationsParams } from './list-choice.tsx';
import type { ApplicationsParam } from './list-choice.tsx';
import { SyncEventsList } from './sync-events-list.tsx';
import { TargetsList } from './targets-list.tsx';

/** Other applications: what they are told of, what became of it, and what they tell. */
export function Screen() {
  const [view, change] = useViewParams<ApplicationsParam>('applications', applicationsParams);
  const List = view.list === 'targets' ? TargetsList : SyncEventsList;
  return <List view={view} change={change} />;
}
