import { useTranslation } from 'react-i18next';
import { useViewParams } from '#lib/use-view-params.ts';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { EventsList } from './events-list.tsx';
import { FailedLoginsList } from './failed-logins-list.tsx';
import { OpenSessionsList } from './open-sessions-list.tsx';

const lists = ['events', 'failed', 'sessions'] as const;

/** What narrows the lists of the screen. */
export type SecurityParam =
  | 'list'
  | 'type'
  | 'person'
  | 'success'
  | 'period'
  | 'username'
  | 'address';

/** What is chosen, and how to choose otherwise. */
export interface SecurityView {
  readonly view: ViewParams<SecurityParam>;
  readonly change: (change: ViewChange<SecurityParam>) => void;
}

/** What happened around sign-in: events, refused attempts, and who is signed in now. */
export function Screen() {
  const [view, change] = useViewParams<SecurityParam>('security', [
    'list',
    'type',
    'person',
    'success',
    'period',
    'username',
    'address',
  ]);
  if (view.list === 'failed') return <FailedLoginsList view={view} change={change} />;
  if (view.list === 'sessions') return <OpenSessionsList view={view} change={change} />;
  return <EventsList view={view} change={change} />;
}

/** Which of the lists is shown. */
export function ListChoice({ view, change }: SecurityView) {
  const { t } = useTranslation('audit');
  return (
    <SegmentedControl
      label={t(($) => $.security.which)}
      options={lists.map((value) => ({ value, label: t(($) => $.security.list[value]) }))}
      value={lists.find((list) => list === view.list) ?? 'events'}
      onChange={(list) => change({ list })}
    />
  );
}
