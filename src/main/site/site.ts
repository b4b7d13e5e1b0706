import { join } from 'node:path';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openInstallation } from '#platform/config/installation.ts';
import type { StartOptions } from '#platform/config/options.ts';
import { openSettings, type SettingsStore } from '#platform/config/settings.ts';
import type { Log } from '#platform/log/log.ts';
import { pinoLog } from '#platform/log/pino-log.ts';
import type { Host } from '#platform/platform.ts';
import { aesSecrets } from '#platform/secrets/aes-secrets.ts';
import { openKeyStore, type SafeStorage } from '#platform/secrets/key-store.ts';
import type { Secrets } from '#platform/secrets/secrets.ts';
import type { Clock } from '#platform/clock/clock.ts';
import { dataFolderOf, ensureDataFolder } from './data-folder.ts';

/** A data folder that is open: who we are, our settings, keys and log. The database comes later. */
export interface Site extends AsyncDisposable {
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: SettingsStore;
  readonly secrets: Secrets;
  readonly host: Host;
}

/** What a site is opened with besides the command line. */
export interface SiteOptions extends Pick<StartOptions, 'dataDir' | 'demo'> {
  /** The operating system's key chain, where the desktop offers one. */
  readonly safeStorage?: SafeStorage;
}

/** Opens the data folder. Throws `DataFolderUnusable` or `KeyRefused`, each with one sentence. */
export async function openSite({ safeStorage, ...options }: SiteOptions): Promise<Site> {
  const clock = systemClock;
  const folder = dataFolderOf(options);
  await ensureDataFolder(folder);
  const settings = await openSettings(folder, clock);
  const installation = await openInstallation(folder, clock);
  const { logLevel, workstation } = settings.settings;
  const log = pinoLog({ directory: join(folder, 'logs'), stderr: false, level: logLevel });
  for (const { message } of [...settings.notices, ...installation.notices]) log.warn(message);
  const keys = await openKeyStore({
    dataDir: folder,
    env: process.env,
    ...(safeStorage && { safeStorage }),
  });
  log.info('The data folder is open.', { dataDir: folder, keys: keys.source });
  return {
    clock,
    log,
    settings,
    secrets: aesSecrets(() => keys.keys),
    host: {
      installationId: installation.installationId,
      workstation,
      dataDir: folder,
      demo: options.demo,
    },
    [Symbol.asyncDispose]: async () => log[Symbol.dispose](),
  };
}
