import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { appRoot } from '#platform/config/app-root.ts';
import { parseOptions, type StartOptions } from '#platform/config/options.ts';
import { type OpenDatabase, openDatabase } from '#platform/database/open-database.ts';
import { type Core, startCore } from './core.ts';
import { fillDemoSite } from './demo/fill-demo-site.ts';
import { ownArguments } from './desktop/arguments.ts';
import { type Desktop, openDesktop } from './desktop/desktop.ts';
import { runDesktop } from './desktop/run-desktop.ts';
import { keyChain } from './desktop/safe-storage.ts';
import { chosenDatabase } from './site/chosen-database.ts';
import { DataFolderUnusable, dataFolderOf } from './site/data-folder.ts';
import { explain } from './site/explain.ts';
import { nobody } from './site/nobody.ts';
import { choosingHandlers } from './site/set-up.handlers.ts';
import { databaseOptions, presetChoice, startSetUp } from './site/set-up.ts';
import { openSite, type Site } from './site/site.ts';

function open({ clock, log, host }: Site): Desktop {
  return openDesktop({
    rendererDir: join(appRoot, 'out', 'renderer'),
    preload: join(appRoot, 'out', 'preload', 'index.cjs'),
    iconsDir: join(appRoot, 'resources', 'icons'),
    workstation: host.workstation,
    clock,
    log,
  });
}

/** Shows the set-up assistant until a database works, or the program is told to stop. */
async function askForDatabase(
  site: Site,
  desktop: Desktop,
  stop: Promise<void>,
): Promise<OpenDatabase | null> {
  const setUp = startSetUp(site);
  using serving = new DisposableStack();
  serving.use(
    desktop.serveSetUp({
      router: { setUp: choosingHandlers(setUp) },
      services: { log: site.log, clock: site.clock, recordIncident: () => {} },
      sessions: nobody,
    }),
  );
  return await chosenDatabase(setUp, stop);
}

const served = ({ router, services, identity }: Core) => ({ router, services, sessions: identity });

async function run(options: StartOptions, stop: Promise<void>): Promise<void> {
  await using running = new AsyncDisposableStack();
  const site = running.use(await openSite({ ...options, safeStorage: keyChain }));
  const desktop = running.use(open(site));
  const preset = presetChoice(site);
  const opened = preset
    ? await openDatabase(databaseOptions(preset, site))
    : await askForDatabase(site, desktop, stop);
  if (!opened) return;
  running.use(opened);
  const core = running.use(await startCore(site, opened));
  if (site.host.demo) await fillDemoSite(core, { ...site, database: opened.database });
  running.use(desktop.serve(served(core)));
  await stop;
}

/** The window's own data lies beside the site's, so that each data folder is a program of its own. */
function profileIn(folder: string): string {
  const profile = join(folder, 'desktop');
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new DataFolderUnusable(folder, error);
  }
  return profile;
}

runDesktop({
  explain,
  prepare() {
    const packaged = !process.defaultApp;
    const options = parseOptions(ownArguments(process.argv, packaged));
    return {
      profile: profileIn(dataFolderOf(options)),
      run: (stop) => run(options, stop),
    };
  },
});
