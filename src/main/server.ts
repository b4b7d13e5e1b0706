import { join } from 'node:path';
import { appRoot } from '#platform/config/app-root.ts';
import { parseOptions, type StartOptions } from '#platform/config/options.ts';
import { startWebServer } from './web/web-server.ts';
import type { WebServer } from './web/web-options.ts';
import { type Core, startCore } from './core.ts';
import { fillDemoSite } from './demo/fill-demo-site.ts';
import { explain } from './site/explain.ts';
import { openDatabase } from '#platform/database/open-database.ts';
import { programVersion } from './site/program-version.ts';
import { choosingHandlers } from './site/set-up.handlers.ts';
import { databaseOptions, presetChoice, startSetUp } from './site/set-up.ts';
import { openSite, type Site } from './site/site.ts';
import { nobody, noTokens } from './site/nobody.ts';

const rendererDir = join(appRoot, 'out', 'renderer');

/** What every web server of this program has in common. */
const common = ({ host, port }: StartOptions) => ({
  rendererDir,
  host,
  port,
  exposure: { kind: 'loopback' as const },
  version: programVersion,
});

function serveCore(core: Core, options: StartOptions): Promise<WebServer> {
  return startWebServer({
    ...common(options),
    router: core.router,
    services: core.services,
    sessions: core.identity,
    tokens: core.identity.tokens,
    health: () => ({ ok: true }),
  });
}

/** Serves only the set-up assistant until a database works; answers that database. */
async function serveSetUp(site: Site, options: StartOptions, ready: (url: string) => void) {
  const setUp = startSetUp(site);
  await using server = await startWebServer({
    ...common(options),
    router: { setUp: choosingHandlers(setUp) },
    services: { log: site.log, clock: site.clock, recordIncident: () => {} },
    sessions: nobody,
    tokens: noTokens,
    health: () => ({ ok: true }),
  });
  ready(server.url);
  return await setUp.ready;
}

/** Resolves when the program is told to stop. */
function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve());
    // A starter that vanishes without a word takes its channel with it.
    process.once('disconnect', () => resolve());
  });
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const stop = toldToStop();
  let announced = false;
  const announce = (url: string): void => {
    if (!announced) process.stdout.write(`Signalbox is ready at ${url}\n`);
    announced = true;
  };
  await using running = new AsyncDisposableStack();
  const site = running.use(await openSite(options));
  const preset = presetChoice(site);
  const opened = running.use(
    preset
      ? await openDatabase(databaseOptions(preset, site))
      : await serveSetUp(site, options, announce),
  );
  const core = running.use(await startCore(site, opened));
  if (site.host.demo) await fillDemoSite(core);
  const server = running.use(await serveCore(core, options));
  announce(server.url);
  await stop;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
