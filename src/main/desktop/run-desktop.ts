import { app, dialog, protocol } from 'electron';
import { APP_SCHEME } from './app-address.ts';
import { textsFor } from './texts.ts';

/** The program as the desktop runs it. */
export interface DesktopProgram {
  /** Folder of the window's own data; two starts with the same folder are one program. */
  readonly profile: string;
  /** Everything until the program is told to stop. Rejects when it cannot start or go on. */
  run(stop: Promise<void>): Promise<void>;
}

/** What {@link runDesktop} cannot know itself. */
export interface DesktopEntry {
  /** Reads the command line and the disk. May throw. */
  readonly prepare: () => DesktopProgram;
  /** One sentence for the person in front of the screen. */
  readonly explain: (error: unknown) => string;
}

/** The failure of a start, in one dialog; the exit code is for whoever started the program. */
function giveUp(error: unknown, explain: DesktopEntry['explain']): void {
  dialog.showErrorBox(textsFor(app.getLocale()).cannotStart, explain(error));
  app.exit(1);
}

/**
 * Lets the program end in its own time: windows first, then whatever it has open, then the process.
 * Answers what resolves when somebody quits.
 */
function untilQuit(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    event.preventDefault();
    resolve();
  });
  return promise;
}

/**
 * Runs the program as a desktop application. Only the first start with a profile runs; later ones
 * hand over to it and end. Must be called before anything is awaited: the scheme has to be known
 * before Electron is ready.
 */
export function runDesktop({ prepare, explain }: DesktopEntry): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  app.enableSandbox();
  let program: DesktopProgram;
  try {
    program = prepare();
    app.setPath('userData', program.profile);
  } catch (error) {
    giveUp(error, explain);
    return;
  }
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  const stop = untilQuit();
  app
    .whenReady()
    .then(() => program.run(stop))
    .then(
      () => app.exit(0),
      (error: unknown) => giveUp(error, explain),
    );
}
