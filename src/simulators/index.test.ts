import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

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
});
