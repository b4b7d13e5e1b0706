import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { layoutOf } from '#platform/database/embedded/layout.ts';
import { lockedBy } from '#platform/database/embedded/running-postmaster.ts';
import { databaseFolder, diskFolder } from './database-folder.ts';
import { freePorts, serverScript, type StartedProgram, startProgram } from './program.ts';

/** The server as a person starts it, on a data folder and a port of its own; it can be killed. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  /** Process number of the server that runs now. */
  readonly pid: number;
  /** Kills it as a crash would: nothing is said, nothing closed. */
  crash(): Promise<void>;
  /** Starts it again on the same folder and port; answers how long it took until it was ready. */
  start(): Promise<number>;
  /** Kills the embedded database's first process. */
  crashDatabase(): Promise<void>;
  /** Stops it in order; disposing does that too and removes the folder. */
  stop(): Promise<void>;
}

const ready = /^Signalbox is ready at (\S+)$/mu;

/** How a server differs from one that has chosen no database yet, on whatever is fastest. */
export interface ServerProcessOptions {
  /** Its database. */
  readonly databaseUrl?: string;
  /** Its data lie where those of people do; for measuring. */
  readonly onDisk?: boolean;
}

/** Starts the built server on an empty data folder. */
export async function startServerProcess({
  databaseUrl,
  onDisk = false,
}: ServerProcessOptions = {}): Promise<ServerProcess> {
  if (!existsSync(serverScript)) throw new Error('The program is not built: run “npm run build”.');
  const make = onDisk ? diskFolder : databaseFolder;
  const dataDir = await make('signalbox-program-');
  const [port] = await freePorts(1);
  const env = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
  const args = ['--data', dataDir, '--port', String(port), '--no-open'];
  let running: StartedProgram | null = null;

  async function start(): Promise<number> {
    const started = performance.now();
    running = startProgram(serverScript, args, { env });
    await running.printed(ready);
    return performance.now() - started;
  }

  async function stop(): Promise<void> {
    const program = running;
    running = null;
    await program?.stop();
  }

  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    get pid() {
      return running?.pid ?? -1;
    },
    start,
    stop,
    crash: async () => running?.crash(),
    async crashDatabase() {
      const postmaster = await lockedBy(layoutOf(dataDir));
      if (postmaster === null) throw new Error('No database runs on the folder.');
      process.kill(postmaster, 'SIGKILL');
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(layoutOf(dataDir).socket, { recursive: true, force: true });
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Numbers of the processes that were told of `folder` or work in it. Linux only. */
export async function processesOf(folder: string): Promise<number[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name)).map(Number);
  const found = await Promise.all(numbers.map((pid) => usesFolder(pid, folder)));
  return numbers.filter((pid, index) => found[index] === true && pid !== process.pid);
}

async function usesFolder(pid: number, folder: string): Promise<boolean> {
  // A process may end while it is looked at.
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const workingDirectory = await readlink(`/proc/${pid}/cwd`).catch(() => '');
  return commandLine.includes(folder) || workingDirectory.startsWith(folder);
}
