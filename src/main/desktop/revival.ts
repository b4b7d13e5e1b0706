import { app, type BrowserWindow, dialog } from 'electron';
import type { Clock } from '#platform/clock/clock.ts';
import type { Log } from '#platform/log/log.ts';
import { createCrashPolicy } from './crash-policy.ts';
import type { DesktopTexts } from './texts.ts';

/** What a window needs to come back. */
export interface RevivalOptions {
  readonly texts: DesktopTexts;
  readonly clock: Clock;
  readonly log: Log;
}

/** Asks what to do about a page that fails; `true` is the first answer. */
async function ask(
  window: BrowserWindow,
  [message, detail]: readonly [string, string],
  buttons: [string, string],
  signal?: AbortSignal,
): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message,
    detail,
    buttons,
    defaultId: 0,
    cancelId: 1,
    ...(signal && { signal }),
  });
  return response === 0;
}

/**
 * Loads a page again that crashed, or that hangs and a person gives up. Drafts lie in the storage of
 * the window and its session in this process, so both outlast the page. The core is not touched.
 */
export function reviveOnCrash(window: BrowserWindow, { texts, clock, log }: RevivalOptions): void {
  const contents = window.webContents;
  const policy = createCrashPolicy(clock);
  let hanging: AbortController | null = null;

  async function afterCrash(): Promise<void> {
    if (policy.crashed() === 'reload') return contents.reload();
    const said = [texts.keepsCrashing, texts.keepsCrashingDetail] as const;
    if (await ask(window, said, [texts.reload, texts.quit])) contents.reload();
    else app.quit();
  }

  async function afterHang(signal: AbortSignal): Promise<void> {
    const said = [texts.hangs, texts.hangsDetail] as const;
    const reload = await ask(window, said, [texts.reload, texts.wait], signal);
    // Its crash is what loads it again.
    if (reload && !signal.aborted) contents.forcefullyCrashRenderer();
  }

  const logged = (error: unknown): void => log.error('A failed window could not be revived', error);
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.warn('A page has crashed', { reason, exitCode });
    hanging?.abort();
    afterCrash().catch(logged);
  });
  window.on('unresponsive', () => {
    log.warn('A page does not respond');
    hanging?.abort();
    hanging = new AbortController();
    afterHang(hanging.signal).catch(logged);
  });
  window.on('responsive', () => hanging?.abort());
}
