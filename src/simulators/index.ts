import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { systemClock } from '#platform/clock/system-clock.ts';
import { serveLines, startControlChannel } from './control-channel.ts';
import { siteCommands } from './site-commands.ts';
import { exampleSite, readSiteDescription } from './site-description.ts';
import { startSiteSimulator } from './site-simulator.ts';
import { startTraffic } from './traffic.ts';

const DEFAULT_CONTROL_PORT = 7499;

const usage = `Simulates badge readers and machine nodes that speak the real protocols.

  node src/simulators/index.ts [--site FILE] [--control PORT] [--traffic SECONDS]

  --site FILE      JSON: {"readers":[{"name","profile","port","pty"}],
                          "nodes":[{"name","ports","inputs","outputs","estop",
                                    "type","framing","port","pty"}],
                          "people":[{"badge":"0100112233","at":["gate"]}]}
                   Without it: one reader on port 7501 and one node on port 7601.
  --control PORT   takes commands on 127.0.0.1:PORT as well as on standard input
                   (${DEFAULT_CONTROL_PORT} unless given, 0 for any free port)
  --traffic SECONDS  lets the people with the badges of the site come and go,
                   somebody every so many seconds
  --help           shows this

Type “help” while it runs for the commands.`;

interface Options {
  readonly site: string | undefined;
  readonly control: number;
  /** Seconds from one deed of anybody to the next; null for nobody. */
  readonly traffic: number | null;
  readonly help: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      site: { type: 'string' },
      control: { type: 'string', default: String(DEFAULT_CONTROL_PORT) },
      traffic: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const control = Number(values.control);
  if (!/^\d{1,5}$/u.test(values.control) || control > 65_535) {
    throw new RangeError(`--control takes a port from 0 to 65535, not “${values.control}”.`);
  }
  const traffic = values.traffic === undefined ? null : Number(values.traffic);
  if (traffic !== null && !(traffic > 0)) {
    throw new RangeError(`--traffic takes a number of seconds, not “${values.traffic}”.`);
  }
  return { site: values.site, control, traffic, help: values.help };
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

/** Waits for the program to be told to stop. */
async function stopRequest(): Promise<void> {
  // A starter that vanishes without a word takes its channel with it.
  const left = once(process, 'disconnect');
  // Listening for that would keep simulators alive that have been told to stop.
  process.channel?.unref();
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), left]);
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    say(usage);
    return;
  }
  const description = options.site ? await readSiteDescription(options.site) : exampleSite;
  await using site = await startSiteSimulator(description, systemClock);
  using run = siteCommands(site, systemClock);
  await using control = await startControlChannel(options.control, run);
  using _people =
    options.traffic === null
      ? null
      : startTraffic(site, systemClock, {
          people: description.people,
          paceMs: options.traffic * 1000,
        });
  const stop = stopRequest();
  for (const problem of site.problems) complain(problem);
  say(await run('status'));
  say(`The simulators are ready; commands on 127.0.0.1:${control.port}, or here. Try “help”.`);
  void serveLines(process.stdin, process.stdout, run);
  await stop;
  process.stdin.destroy();
}

/** What went wrong, in a sentence that says what to do. */
function explain(error: unknown): string {
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') {
    return `The simulated devices did not start: port ${port} is taken, perhaps by those of another demo. End that one first.`;
  }
  return error instanceof Error ? error.message : String(error);
}

try {
  await main();
} catch (error) {
  complain(explain(error));
  process.exitCode = 1;
}
