import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseOptions } from '#platform/config/options.ts';
import { administrator, personas } from '../src/main/demo/people.ts';
import { simulatedSite } from '../src/main/demo/simulated-site.ts';
import { dataFolderOf, ensureDataFolder } from '../src/main/site/data-folder.ts';
import { explain } from '../src/main/site/explain.ts';
import { root } from './run.ts';

/** People of the demo do something every so many seconds. */
const TRAFFIC_SECONDS = '6';

function printPeople(): void {
  const lines = [{ ...administrator, pin: undefined, badge: undefined }, ...personas].map(
    ({ does, username, password, badge, pin }) =>
      `  ${does.padEnd(22)} ${username.padEnd(15)} ${String(password).padEnd(24)} ${badge ?? '–'} ${pin ?? ''}`,
  );
  process.stdout.write(
    `\nPeople of the demo: what they do, user name, password, badge, PIN\n${lines.join('\n')}\n\n`,
  );
}

/** Starts the simulated devices; they end with this program. */
function startSimulators(dataDir: string): Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-demo-'));
  const site = join(folder, 'site.json');
  writeFileSync(site, JSON.stringify(simulatedSite(dataDir)));
  const simulators = spawn(
    process.execPath,
    [join(root, 'src/simulators/index.ts'), '--site', site, '--traffic', TRAFFIC_SECONDS],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  return {
    [Symbol.dispose]() {
      simulators.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The folder of the demo, there before the simulators put a serial port into it. */
async function chosenDataFolder(): Promise<string> {
  try {
    const dataDir = dataFolderOf(parseOptions(process.argv.slice(2)));
    await ensureDataFolder(dataDir);
    return dataDir;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

printPeople();
process.stdout.write(
  'The devices are simulated; “npm run simulate” presents badges, pulls cables, sends noise.\n',
);
process.argv.push('--demo');
const dataDir = await chosenDataFolder();
using _simulators = startSimulators(dataDir);
await import('./start.ts');
