import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { orpc } from '#lib/core.ts';
import { useSessionStore } from '#lib/session.ts';
import { FirstAdministratorScreen } from '#features/identity/sign-in/first-administrator-screen.tsx';
import { LockScreen } from '#features/identity/sign-in/lock-screen.tsx';
import { type EndedBy, SignInScreen } from '#features/identity/sign-in/sign-in-screen.tsx';
import { Starting } from './starting.tsx';

/** What only people who are signed in need, so that the sign-in screen is there at once. */
const Workplace = lazy(async () => ({ default: (await import('./workplace.tsx')).Workplace }));

/** Shows the console to whoever is signed in and unlocked, and the way in to everybody else. */
export function Gate() {
  const session = useSessionStore((state) => state.session);
  if (session.kind === 'unknown') return <Starting />;
  if (session.kind === 'signed-out') return <WayIn endedBy={session.endedBy} />;
  return session.locked ? <LockScreen /> : <Workplace key={session.userId} />;
}

function WayIn({ endedBy }: { readonly endedBy: EndedBy }) {
  const { data: setUp, refetch } = useQuery(orpc.identity.setUp.status.queryOptions());
  if (!setUp) return <Starting />;
  if (!setUp.needsAdministrator) return <SignInScreen endedBy={endedBy} />;
  return (
    <FirstAdministratorScreen
      minimumLength={setUp.minimumPasswordLength}
      onDone={() => void refetch()}
    />
  );
}
