import { join } from 'node:path';
import { appRoot } from '#platform/config/app-root.ts';
import { parseOptions, type StartOptions } from '#platform/config/options.ts';
import { startWebServer } from './web/web-server.ts';
import { chosenExposure } from './web/chosen-exposure.ts';
import { assertSafe } from './web/exposure.ts';
import type { WebServer, WebServerOptions } from './web/web-options.ts';
import { type Core, startCore } from './core.ts';
import { fillDemoSite } from './demo/fill-demo-site.ts';
import { chosenDatabase } from './site/chosen-database.ts';
import { explain } from './site/explain.ts';
import { type OpenDatabase, openDatabase } from '#platform/database/open-database.ts';
import { programVersion } from './site/program-version.ts';
import { choosingHandlers } from './site/set-up.handlers.ts';
import { databaseOptions, presetChoice, startSetUp } from './site/set-up.ts';
import { openSite, type Site } from './site/site.ts';
import { noDisplays, nobody, noTokens } from './site/nobody.ts';

const rendererDir = join(appRoot, 'out', 'renderer');

/** What every web server of this program has in common. */
type Place = Pick<WebServerOptions, 'rendererDir' | 'host' | 'port' | 'exposure' | 'version'>;

async function placeOf(options: StartOptions): Promise<Place> {
  const { host, port } = options;
  const exposure = await chosenExposure(options);
  assertSafe(host, exposure);
  return { rendererDir, host, port, exposure, version: programVersion };
}

function serveCore(
  core: Core,
  { database }: OpenDatabase,
  { host: { workstation } }: Site,
  place: Place,
): Promise<WebServer> {
  return startWebServer({
    ...place,
    workstation,
    router: core.router,
    services: core.services,
    sessions: core.identity,
    tokens: core.identity.tokens,
    displays: core.identity.displayPairing,
    health: () => ({ ok: database.state.kind !== 'reconnecting' }),
  });
}

/** The chosen database, and the place where the assistant was: a page that is open there stays. */
interface ChosenAt {
  readonly opened: OpenDatabase;
  readonly place: Place;
}

/** Serves only the set-up assistant until a database works; `null` when it was stopped first. */
async function serveSetUp(
  site: Site,
  place: Place,
  ready: (url: string) => void,
  stop: Promise<void>,
): Promise<ChosenAt | null> {
  const setUp = startSetUp(site);
  await using server = await startWebServer({
    ...place,
    workstation: site.host.workstation,
    router: { setUp: choosingHandlers(setUp) },
    services: { log: site.log, clock: site.clock, recordIncident: () => {} },
    sessions: nobody,
    tokens: noTokens,
    displays: noDisplays,
    health: () => ({ ok: true }),
  });
  ready(server.url);
  const opened = await chosenDatabase(setUp, stop);
  return opened && { opened, place: { ...place, port: server.port } };
}

/** Resolves when the program is told to stop. */
function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve());
    // A starter that vanishes without a word takes its channel with it.
    process.once('disconnect', () => resolve());
    // Listening for that would keep a program alive that has ended by itself.
    process.channel?.unref();
  });
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const asked = await placeOf(options);
  const stop = toldToStop();
  let announced = false;
  const announce = (url: string): void => {
    if (!announced) process.stdout.write(`Signalbox is ready at ${url}\n`);
    announced = true;
  };
  await using running = new AsyncDisposableStack();
  const site = running.use(await openSite(options));
  const preset = presetChoice(site);
  const chosen = preset
    ? { opened: await openDatabase(databaseOptions(preset, site)), place: asked }
    : await serveSetUp(site, asked, announce, stop);
  if (!chosen) return;
  const { opened, place } = chosen;
  running.use(opened);
  const core = running.use(await startCore(site, opened));
  if (site.host.demo) await fillDemoSite(core, { ...site, database: opened.database });
  const server = running.use(await serveCore(core, opened, site, place));
  announce(server.url);
  await stop;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
