import { type MouseEvent, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useHolds } from '#lib/session.ts';
import { LeaveDialog } from '#ui/leave-dialog.tsx';
import { screens } from '../screens.ts';
import { CommandPalette } from '../palette/command-palette.tsx';
import { AlarmBar } from './alarm-bar.tsx';
import { Banners } from './banners.tsx';
import { KeyboardHelp } from './keyboard-help.tsx';
import { Navigation } from './navigation.tsx';
import { ScreenArea } from './screen-area.tsx';
import { useFollowSystemStatus } from './system-status.ts';
import { StatusBar } from './status-bar.tsx';
import { StopBanner } from './stop-banner.tsx';
import { TopBar } from './top-bar.tsx';
import styles from './shell.module.css';

/**
 * Everything around the screens: bars, navigation, palette. Only drawn while somebody is signed in.
 * Parts whose texts load late wait behind boundaries of their own: hiding the whole shell would take
 * the focus from whoever types.
 */
export function Shell() {
  useFollowSystemStatus();
  const [location] = useLocation();
  const holds = useHolds();
  const alone = screens.some(
    (screen) => screen.alone && screen.path === location && holds(screen.permission),
  );
  return (
    <div className={styles.shell}>
      {alone ? (
        <main id="screen" className={styles.screen} tabIndex={-1}>
          <ScreenArea />
        </main>
      ) : (
        <WithBars />
      )}
      <Suspense>
        <CommandPalette />
        <KeyboardHelp />
        <LeaveDialog />
      </Suspense>
    </div>
  );
}

/** Moves the focus there; the address would lead to a screen of that name. */
function skipToScreen(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('screen')?.focus();
}

function WithBars() {
  const { t } = useTranslation('shell');
  return (
    <>
      <a className={styles.skip} href="#screen" onClick={skipToScreen}>
        {t(($) => $.navigation.skip)}
      </a>
      <TopBar>
        <Suspense>
          <AlarmBar />
        </Suspense>
      </TopBar>
      <Suspense>
        <Banners />
        <StopBanner />
      </Suspense>
      <div className={styles.middle}>
        <Navigation />
        <main id="screen" className={styles.screen} tabIndex={-1}>
          <ScreenArea />
        </main>
      </div>
      <Suspense>
        <StatusBar />
      </Suspense>
    </>
  );
}
