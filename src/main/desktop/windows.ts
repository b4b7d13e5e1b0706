import { join } from 'node:path';
import { app, BrowserWindow, screen, type Rectangle, type WebContents } from 'electron';
import type { Clock } from '#platform/clock/clock.ts';
import type { Log } from '#platform/log/log.ts';
import { APP_URL } from './app-address.ts';
import { guardContents } from './guards.ts';
import { announcements } from './ipc.ts';
import { reviveOnCrash } from './revival.ts';
import type { DesktopTexts } from './texts.ts';
import { webPreferencesOf } from './web-preferences.ts';
import { boundsOn, readWindowState, SMALLEST, writeWindowState } from './window-state.ts';

/** The console's windows: the first is remembered, further ones are for further displays. */
export interface Windows {
  /** Opens one window more. */
  open(): void;
  /** Brings the first window to the front, opening one where none is. */
  focus(): void;
  /** Brings a window to the front and shows one screen, such as `/alarms`. */
  show(path: string): void;
  /** Whether a person is looking at one of them. */
  readonly focused: boolean;
}

/** What windows are made with. */
export interface WindowsOptions {
  readonly preload: string;
  readonly icon: string;
  /** Folder of the remembered place. */
  readonly stateFolder: string;
  readonly texts: DesktopTexts;
  readonly clock: Clock;
  readonly log: Log;
}

/** Ground of the dark console, so that an empty window does not flash. */
const GROUND = '#15181b';

function workAreas(): readonly [Rectangle, ...Rectangle[]] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary.workArea, ...others.map(({ workArea }) => workArea)];
}

function remember(window: BrowserWindow, file: string, log: Log): void {
  window.on('close', () => {
    const maximized = window.isMaximized();
    try {
      writeWindowState(file, { bounds: window.getNormalBounds(), maximized });
    } catch (error) {
      log.error('The place of the window could not be remembered', error, { file });
    }
  });
}

/** Opens the first window and answers for all of them. */
export function openWindows(options: WindowsOptions): Windows {
  const { preload, icon, stateFolder, log } = options;
  const file = join(stateFolder, 'window.json');

  function make(): BrowserWindow {
    const first = BrowserWindow.getAllWindows().length === 0;
    const saved = first ? readWindowState(file) : null;
    const window = new BrowserWindow({
      ...boundsOn(saved?.bounds ?? null, workAreas()),
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      show: false,
      backgroundColor: GROUND,
      title: app.getName(),
      icon,
      autoHideMenuBar: true,
      webPreferences: webPreferencesOf(preload),
    });
    if (first) remember(window, file, log);
    window.once('ready-to-show', () => {
      if (saved?.maximized) window.maximize();
      window.show();
    });
    reviveOnCrash(window, options);
    window
      .loadURL(APP_URL)
      .catch((error: unknown) => log.error('The console could not be loaded', error));
    return window;
  }

  function focus(): WebContents {
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? make();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    return window.webContents;
  }

  // Here and not in `make`, so that no page escapes, however it came to be.
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log));
  make();
  return {
    open: () => void make(),
    focus: () => void focus(),
    show: (path) => focus().send(announcements.show, path),
    get focused() {
      return BrowserWindow.getFocusedWindow() !== null;
    },
  };
}
