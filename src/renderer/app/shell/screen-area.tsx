import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { useHolds } from '#lib/session.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { componentOf, navigationFor, screens } from '../screens.ts';
import { ScreenBoundary } from './screen-boundary.tsx';

/** Draws the screen of the address, behind its own error boundary. */
export function ScreenArea() {
  const holds = useHolds();
  const [location] = useLocation();
  const open = screens.filter((screen) => holds(screen.permission));
  const first = navigationFor(holds)[0]?.screens[0];
  return (
    <ScreenBoundary key={location}>
      <Suspense fallback={<Skeleton lines={12} wholeScreen />}>
        <Switch>
          {open.map((screen) => (
            <Route key={screen.id} path={screen.path} component={componentOf(screen)} />
          ))}
          <Route path="/">{first ? <Redirect to={first.path} replace /> : <NoScreens />}</Route>
          <Route component={MissingScreen} />
        </Switch>
      </Suspense>
    </ScreenBoundary>
  );
}

function NoScreens() {
  const { t } = useTranslation('shell');
  return <EmptyState title={t(($) => $.noScreens.title)} hint={t(($) => $.noScreens.text)} />;
}

function MissingScreen() {
  const { t } = useTranslation('shell');
  return <EmptyState title={t(($) => $.missing.title)} hint={t(($) => $.missing.text)} />;
}
