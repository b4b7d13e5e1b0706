import { useQuery } from '@tanstack/react-query';
import { lazy, useState } from 'react';
import { useRoute } from 'wouter';
import type { SetUpStage } from '#contract/set-up.ts';
import { pairingRoute } from '#features/identity/displays/pairing-route.ts';
import { FirstAdministratorScreen } from '#features/identity/sign-in/first-administrator-screen.tsx';
import { LockScreen } from '#features/identity/sign-in/lock-screen.tsx';
import { type EndedBy, SignInScreen } from '#features/identity/sign-in/sign-in-screen.tsx';
import { client, orpc } from '#lib/core.ts';
import { useSessionStore } from '#lib/session.ts';
import { useStream } from '#lib/use-stream.ts';
import { Starting } from './starting.tsx';

/** What only people who are signed in need, so that the sign-in screen is there at once. */
const Workplace = lazy(async () => ({ default: (await import('./workplace.tsx')).Workplace }));

const ChooseDatabase = lazy(async () => ({
  default: (await import('#features/operations/set-up/choose-database-screen.tsx'))
    .ChooseDatabaseScreen,
}));

/** What only wall displays need, apart from the console. */
const DisplayPlace = lazy(async () => ({
  default: (await import('./display-place.tsx')).DisplayPlace,
}));

const PairDisplay = lazy(async () => ({
  default: (await import('#features/identity/displays/pair-display.tsx')).PairDisplay,
}));

const DisplayEnded = lazy(async () => ({
  default: (await import('#features/identity/displays/display-ended.tsx')).DisplayEnded,
}));

/** Leads from the first run over the sign-in to the console, as far as this console has come. */
export function Gate() {
  const stage = useSetUpStage();
  const session = useSessionStore((state) => state.session);
  const [pairing] = useRoute(pairingRoute);
  if (stage && stage.kind !== 'done') return <ChooseDatabase stage={stage} />;
  if (session.kind === 'unknown') return <Starting />;
  if (session.kind === 'display') return <DisplayPlace key={session.displayId} display={session} />;
  if (pairing) return <PairDisplay />;
  if (session.kind === 'display-ended') return <DisplayEnded ended={session} />;
  if (session.kind === 'signed-out') return <WayIn endedBy={session.endedBy} />;
  return session.locked ? <LockScreen /> : <Workplace key={session.userId} />;
}

function useSetUpStage(): SetUpStage | null {
  const [stage, setStage] = useState<SetUpStage | null>(null);
  useStream((signal) => client.setUp.watch(undefined, { signal }), setStage);
  return stage;
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
