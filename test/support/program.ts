import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { appRoot } from '#platform/config/app-root.ts';

/** How a program ended, and everything it said. */
export interface EndedProgram {
  /** `null` where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of its own that a test started. */
export interface StartedProgram extends AsyncDisposable {
  readonly pid: number;
  readonly ended: Promise<EndedProgram>;
  /** Resolves with the first group of the first match in what it printed; rejects when it ends first. */
  printed(pattern: RegExp): Promise<string>;
  /** Ends it at once, as a crash or the kernel would. */
  crash(): Promise<void>;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<EndedProgram>;
}

/** What a program is started with besides its arguments. */
export interface ProgramOptions {
  /** Laid over this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The server as it is shipped; `scripts/build.ts` makes it. */
export const serverScript: string = join(appRoot, 'out', 'main', 'server.js');
/** The simulators of readers and nodes. */
export const simulatorScript: string = join(appRoot, 'src', 'simulators', 'index.ts');

/** A test's own environment must not decide which database or which runner a program sees. */
function environment(env: ProgramOptions['env']): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, ...env };
}

/** Starts one of the project's programs. */
export function startProgram(
  script: string,
  args: readonly string[],
  { env }: ProgramOptions = {},
): StartedProgram {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: appRoot,
    env: environment(env),
    // With the channel: a program whose test runner dies notices, and ends as well.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said = collect(child);
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }));

  async function stop(): Promise<EndedProgram> {
    child.kill('SIGTERM');
    return ended;
  }

  return {
    pid: child.pid ?? -1,
    ended,
    printed: (pattern) => untilPrinted(child, said, ended, pattern),
    async crash() {
      child.kill('SIGKILL');
      await ended;
    },
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  };
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (part: string) => (said[name] += part));
  }
  return said;
}

async function untilPrinted(
  child: ChildProcess,
  said: { readonly stdout: string; readonly stderr: string },
  ended: Promise<EndedProgram>,
  pattern: RegExp,
): Promise<string> {
  for (;;) {
    const found = pattern.exec(said.stdout)?.[1];
    if (found !== undefined) return found;
    const outcome = await Promise.race([once(child.stdout ?? child, 'data'), ended]);
    if ('code' in outcome && !pattern.test(said.stdout)) {
      throw new Error(`The program ended with code ${outcome.code}: ${said.stderr}`);
    }
  }
}

/** Ports that were free a moment ago, each another. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
