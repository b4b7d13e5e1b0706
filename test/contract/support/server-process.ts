import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { appRoot } from '#platform/config/app-root.ts';
import { databaseFolder } from '#test/support/database-folder.ts';

/** The server as `npm run serve` runs it, in a process and a data folder of its own. */
export interface ServerProcess extends AsyncDisposable {
  /** The address it printed. */
  readonly url: string;
}

async function announced(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The process has no output.');
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url] = /ready at (\S+)/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error('The server ended without an address.');
}

/** Starts it on any free port; resolves when it says where. */
export async function startServerProcess(
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  await using cleanup = new AsyncDisposableStack();
  const data = await databaseFolder('signalbox-server-');
  cleanup.defer(() => rm(data, { recursive: true, force: true }));
  const args = [join(appRoot, 'src/main/server.ts'), '--data', data, '--port', '0', '--no-open'];
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, args, {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanup.defer(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  const url = await announced(child);
  const running = cleanup.move();
  return { url, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
