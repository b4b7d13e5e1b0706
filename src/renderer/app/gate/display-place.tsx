import { useEffect } from 'react';
import { DisplayWall } from '#features/alarms/wall/display-wall.tsx';
import { DisplayEnded } from '#features/identity/displays/display-ended.tsx';
import { useNow } from '#lib/now.ts';
import { setPreferences } from '#lib/preferences.ts';
import type { Display } from '#lib/session.ts';
import { useConnection } from '#lib/use-connection.ts';
import { useFreshPage } from '../fresh-page.ts';
import { DisplayBoundary } from './display-boundary.tsx';

const SECOND_MS = 1_000;

/** A browser that is a wall display: the wall and nothing else, for as long as its right stands. */
export function DisplayPlace({ display }: { readonly display: Display }) {
  const { locale, name, expiresAt } = display;
  useEffect(() => setPreferences({ language: locale }), [locale]);
  useFreshPage();
  const connection = useConnection();
  const now = useNow(SECOND_MS);
  // While it is cut off, nobody but its own clock tells that its right has ended.
  if (connection.kind === 'down' && now >= Date.parse(expiresAt))
    return <DisplayEnded ended={{ kind: 'display-ended', how: 'expired', name, at: expiresAt }} />;
  return (
    <DisplayBoundary>
      <DisplayWall display={display} />
    </DisplayBoundary>
  );
}
