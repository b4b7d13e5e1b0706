import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const PERSONAL = new Set(['desktop', 'documents', 'downloads', 'music', 'pictures', 'videos']);

/** Where Electron on Linux keeps a kind of file; undefined for a kind it does not know. */
export function defaultPath(kind: string, appName: string, userData?: string): string | undefined {
  if (PERSONAL.has(kind)) return join(homedir(), kind[0]?.toUpperCase() + kind.slice(1));
  const settings = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  const own = userData ?? join(settings, appName);
  const known: Record<string, string> = {
    home: homedir(),
    temp: tmpdir(),
    appData: settings,
    userData: own,
    sessionData: own,
    logs: join(own, 'logs'),
    crashDumps: join(own, 'Crashpad'),
    exe: process.argv[0] ?? '',
    module: process.argv[0] ?? '',
  };
  return known[kind];
}
