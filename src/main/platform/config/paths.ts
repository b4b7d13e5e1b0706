import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the choice of the folder depends on. */
export interface PathEnvironment {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Numeric user, `undefined` on Windows. */
  readonly uid: number | undefined;
}

/**
 * The folder for settings, keys and the embedded database when none is named: `Application Support`
 * on macOS, `%LOCALAPPDATA%` on Windows, the XDG data folder elsewhere. Root gets
 * `/var/lib/signalbox`, because the account that runs PostgreSQL for root may not enter root's home.
 */
export function defaultDataDir({ platform, home, env, uid }: PathEnvironment): string {
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Signalbox');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Signalbox');
  if (env['XDG_DATA_HOME']) return join(env['XDG_DATA_HOME'], 'signalbox');
  return uid === 0 ? '/var/lib/signalbox' : join(home, '.local', 'share', 'signalbox');
}

/** {@link defaultDataDir} on this machine, for this user. */
export function userDataDir(): string {
  return defaultDataDir({
    platform: process.platform,
    home: homedir(),
    env: process.env,
    uid: process.getuid?.(),
  });
}
