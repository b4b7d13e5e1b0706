import { useViewParams } from '#lib/use-view-params.ts';
import { EventsList } from './events-list.tsx';
import { FailedLoginsList } from './failed-logins-list.tsx';
import { securityParams } from './list-choice.tsx';
import type { SecurityParam } from './list-choice.tsx';
import { OpenSessionsList } from './open-sessions-list.tsx';
import { RulesList } from './rules-list.tsx';

/** What happened around sign-in: events, refused attempts, and who is signed in now. */
export function Screen() {
  const [view, change] = useViewParams<SecurityParam>('security', securityParams);
  if (view.list === 'failed') return <FailedLoginsList view={view} change={change} />;
  if (view.list === 'sessions') return <OpenSessionsList view={view} change={change} />;
  if (view.list === 'rules') return <RulesList view={view} change={change} />;
  return <EventsList view={view} change={change} />;
}
