import { join } from 'node:path';
import { app, MessageChannelMain, protocol } from 'electron';
import type { Clock } from '#platform/clock/clock.ts';
import { within } from '#platform/clock/within.ts';
import type { Log } from '#platform/log/log.ts';
import type { CorePort } from '#platform/rpc/port-link.ts';
import { APP_SCHEME } from './app-address.ts';
import { serveAppFiles } from './app-files.ts';
import { createConsoles, type Served } from './consoles.ts';
import { followAlarms } from './follow-alarms.ts';
import { denyPermissions } from './guards.ts';
import { announcements, answerPages, type Sender } from './ipc.ts';
import { lockWithSystem } from './lock-with-system.ts';
import { setMenu } from './menu.ts';
import { announceAlarms } from './notifications.ts';
import { textsFor } from './texts.ts';
import { openTray } from './tray.ts';
import { openWindows } from './windows.ts';

/** What the desktop is opened with. */
export interface DesktopOptions {
  /** Folder of the built renderer. */
  readonly rendererDir: string;
  /** The built preload. */
  readonly preload: string;
  /** Folder of the icons. */
  readonly iconsDir: string;
  /** The station's name, for audit and reader assignment. */
  readonly workstation: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The desktop around the core: windows, tray, menu, notifications. */
export interface Desktop extends AsyncDisposable {
  /** Connects the windows to the set-up assistant. Disposing disconnects them. */
  serveSetUp(served: Served): Disposable;
  /** Connects the windows, tray and notifications to the program. Disposing ends the session. */
  serve(served: Served): AsyncDisposable;
}

/** How long ending the session may take when the program stops. Milliseconds. */
const SIGN_OUT_MS = 3000;

/** Gives a page its end of a new channel, and answers the other one. */
function offerPort({ frame }: Sender): CorePort | null {
  if (frame.isDestroyed()) return null;
  const { port1, port2 } = new MessageChannelMain();
  frame.postMessage(announcements.port, null, [port2]);
  return port1;
}

/** Opens the first window; it connects as soon as something is served. Electron must be ready. */
export function openDesktop(options: DesktopOptions): Desktop {
  const { rendererDir, iconsDir, workstation, clock, log } = options;
  const texts = textsFor(app.getLocale());
  const icon = join(iconsDir, 'icon.png');
  const cleanup = new AsyncDisposableStack();
  const userAgent = `Signalbox ${app.getVersion()} (Electron ${process.versions['electron']})`;
  const consoles = createConsoles({ workstation, userAgent, log });

  denyPermissions();
  protocol.handle(APP_SCHEME, serveAppFiles(rendererDir));
  cleanup.use(
    answerPages(
      {
        'signalbox:connect': (sender) =>
          consoles.connect(sender.contents.id, () => offerPort(sender)),
        'signalbox:adopt': (_sender, handover) => consoles.adopt(handover),
      },
      log,
    ),
  );
  const windows = openWindows({ ...options, icon, stateFolder: app.getPath('userData'), texts });
  const tray = cleanup.use(openTray(join(iconsDir, 'tray.png'), windows, texts));
  const locker = cleanup.use(lockWithSystem(consoles, { clock, log }));
  setMenu({ windows, lock: locker.lock }, texts);
  app.on('second-instance', windows.focus);
  app.on('activate', windows.focus);

  async function signOut(): Promise<void> {
    try {
      await within(clock, SIGN_OUT_MS, 'Ending the session', consoles.signOut());
    } catch (error) {
      log.error('The session of this desk ends by its idle time only', error);
    }
  }

  return {
    serveSetUp: consoles.serve,
    serve(served) {
      const serving = new AsyncDisposableStack();
      serving.use(consoles.serve(served));
      serving.defer(signOut);
      const announce = announceAlarms(windows, texts);
      const listener = { counted: tray.count, raised: announce };
      serving.use(followAlarms({ consoles, listener, clock, log }));
      return serving;
    },
    async [Symbol.asyncDispose]() {
      app.off('second-instance', windows.focus);
      app.off('activate', windows.focus);
      await cleanup.disposeAsync();
    },
  };
}
