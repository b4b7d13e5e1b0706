import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Clock } from '../../clock/clock.ts';
import type { Log } from '../../log/log.ts';
import type { ServerAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Layout } from './layout.ts';
import { isAlive } from './process-identity.ts';

const run = promisify(execFile);

/** What one start of the server needs. */
export interface Launch {
  readonly binaries: Binaries;
  readonly layout: Layout;
  readonly account: ServerAccount | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly port: number;
  readonly log: Log;
}

/** A server process that this program started. */
export interface Postmaster {
  readonly pid: number;
  /** Resolves with the last lines it wrote when the process has ended. */
  readonly ended: Promise<readonly string[]>;
}

const LAST_LINES = 20;

let parentDeathSignal: Promise<boolean> | undefined;

/** Whether this machine's setpriv can make the server end with the program (Linux, util-linux). */
function canFollowParent(): Promise<boolean> {
  parentDeathSignal ??=
    process.platform === 'linux'
      ? run('setpriv', ['--pdeathsig', 'INT', '--', 'true']).then(
          () => true,
          () => false,
        )
      : Promise.resolve(false);
  return parentDeathSignal;
}

function serverArguments(launch: Launch): string[] {
  const network: Record<string, string> =
    process.platform === 'win32'
      ? { listen_addresses: '127.0.0.1' }
      : {
          listen_addresses: '',
          unix_socket_directories: launch.layout.socket,
          unix_socket_permissions: '0700',
        };
  const settings = { ...network, ...launch.settings, port: String(launch.port) };
  const pairs = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', launch.layout.cluster, ...pairs];
}

function environment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TMPDIR } = process.env;
  return {
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(PATH ? { PATH } : {}),
    ...(SystemRoot ? { SystemRoot } : {}),
    ...(TMPDIR ? { TMPDIR } : {}),
  };
}

function collectOutput(child: ChildProcess, log: Log): string[] {
  const last: string[] = [];
  let rest = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.includes(' PANIC: ')) log.warn(line);
      else log.debug(line);
      last.push(line);
      if (last.length > LAST_LINES) last.shift();
    }
  });
  return last;
}

/** Starts the server. It may not be ready yet, and may end at once; see {@link Postmaster.ended}. */
export async function launchPostmaster(launch: Launch): Promise<Postmaster> {
  const program = join(launch.binaries.bin, 'postgres');
  const follow = await canFollowParent();
  const command = follow ? 'setpriv' : program;
  const prefix = follow ? ['--pdeathsig', 'INT', '--', program] : [];
  const { account } = launch;
  const child = spawn(command, [...prefix, ...serverArguments(launch)], {
    // Its own session: an interrupt from the terminal is for the program, which stops it in order.
    detached: process.platform !== 'win32',
    cwd: launch.layout.cluster,
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  });
  const lines = collectOutput(child, launch.log);
  const ended = new Promise<readonly string[]>((resolve) => {
    child.once('error', (error) => resolve([error.message]));
    child.once('close', () => resolve(lines));
  });
  return { pid: child.pid ?? -1, ended };
}

async function goneWithin(pid: number, ms: number, clock: Clock): Promise<boolean> {
  const until = clock.monotonic() + ms;
  while (isAlive(pid)) {
    if (clock.monotonic() > until) return false;
    await clock.sleep(10);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Stops a server: clients are cut off and everything is written; if it hangs, harder by steps. */
export async function stopPostmaster(
  pid: number,
  binaries: Binaries,
  layout: Layout,
  clock: Clock,
): Promise<void> {
  if (process.platform === 'win32') {
    await run(join(binaries.bin, 'pg_ctl'), ['stop', '-m', 'fast', '-D', layout.cluster]);
    return;
  }
  for (const [name, patience] of [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    signal(pid, name);
    if (await goneWithin(pid, patience, clock)) return;
  }
  throw new Error(`The database server (process ${pid}) does not stop.`);
}
