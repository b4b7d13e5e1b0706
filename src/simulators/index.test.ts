import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';

async function run(...options: string[]) {
  const child = spawn(process.execPath, ['src/simulators/index.ts', ...options]);
  const exited = once(child, 'exit');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await exited) as [number];
  return { out, err, code };
}

describe('the simulator program', () => {
  it('explains itself', async () => {
    const { out, code } = await run('--help');
    expect(out).toContain('--site FILE');
    expect(code).toBe(0);
  });

  it.each([
    [['--bogus'], "Unknown option '--bogus'"],
    [['--control', 'x'], '--control takes a port'],
    [['--site', '/no/such/site.json'], 'The site description /no/such/site.json cannot be read'],
  ])('refuses %s in one sentence and leaves nothing running', async (options, problem) => {
    const { err, code } = await run(...options);
    expect(err).toContain(problem);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });

  it('ends when it is told to, although its starter listens', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'signalbox-simulators-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const site = join(folder, 'site.json');
    await writeFile(site, '{"readers":[{"name":"gate","port":0}]}');
    const options = ['src/simulators/index.ts', '--site', site, '--control', '0'];
    const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const exited = once(child, 'exit');
    const heard = child.stdout;
    if (!heard) throw new Error('Its output cannot be read.');
    for await (const part of heard.iterator({ destroyOnReturn: false })) {
      if (String(part).includes('ready')) break;
    }
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });
});
