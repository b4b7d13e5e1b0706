import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { root } from './run.ts';

it('a server with a channel to its starter ends when it cannot start', async () => {
  const server = spawn(
    process.execPath,
    [join(root, 'src/main/server.ts'), '--data', '/dev/null/nowhere', '--no-open'],
    { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
  );
  onTestFinished(() => void server.kill('SIGKILL'));
  expect(await once(server, 'exit')).toEqual([1, null]);
});
