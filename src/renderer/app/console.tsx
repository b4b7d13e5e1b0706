import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { I18nProvider } from 'react-aria-components';
import { Router } from 'wouter';
import { usePreferences } from '#lib/preferences.ts';
import { ToastRegion } from '#ui/toast-region.tsx';
import { Gate } from './gate/gate.tsx';
import { Starting } from './gate/starting.tsx';
import { queryClient } from './query-client.ts';
import { useFollowSession } from './follow-session.ts';
import { useFollowChanges } from './follow-changes.ts';
import { hashHref, useGuardedLocation } from './guarded-location.ts';

/** The whole console: what every part may rely on, around the gate that asks who is there. */
export function Console() {
  const language = usePreferences((preferences) => preferences.language);
  return (
    <QueryClientProvider client={queryClient}>
      <I18nProvider locale={language}>
        <Router hook={useGuardedLocation} hrefs={hashHref}>
          <Suspense fallback={<Starting />}>
            <Followers />
            <Gate />
          </Suspense>
          <ToastRegion />
        </Router>
      </I18nProvider>
    </QueryClientProvider>
  );
}

/** Keeps session and queries as the core says, for as long as the console is open. */
function Followers() {
  useFollowSession();
  useFollowChanges();
  return null;
}
