import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { appRoot } from '#platform/config/app-root.ts';
import { layoutOf } from '#platform/database/embedded/layout.ts';
import { findRunning } from '#platform/database/embedded/running-postmaster.ts';
import { startOwnServer, temporaryDataDir } from '#test/support/embedded-site.ts';

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `npm run db -- …`. */
function tool(dataDir: string, ...words: string[]): Promise<Said> {
  const { DATABASE_URL: _, ...env } = process.env;
  const args = [join(appRoot, 'scripts/db.ts'), '--data', dataDir, ...words];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

async function ask(url: string, query: string): Promise<unknown> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}

describe('the database tool', { timeout: 120_000 }, () => {
  it('migrates, backs up and restores while the program is closed, and leaves nothing running', async () => {
    const dataDir = await temporaryDataDir();
    const early = await tool(dataDir, 'status');
    expect(early).toMatchObject({ code: 1, out: '' });
    expect(early.err).toContain('no database');

    expect(await tool(dataDir, 'migrate')).toMatchObject({ code: 0 });
    expect((await tool(dataDir, 'migrate')).out).toBe('The schema is up to date.\n');
    const status = await tool(dataDir, 'status');
    expect(status.out).toMatch(/Running +no.*\n.*PostgreSQL +18/s);

    const backup = await tool(dataDir, 'backup');
    expect(backup.code).toBe(0);
    const restored = await tool(dataDir, 'restore', backup.out.trim());
    expect(restored).toMatchObject({ code: 0 });
    expect(restored.out).toContain('Restored');
    expect(await findRunning(layoutOf(dataDir))).toBeNull();
  });

  it('prints a URL that works while the program runs, and joins its server', async () => {
    const server = await startOwnServer();
    const dataDir = join(server.layout.home, '..');
    const { out, code } = await tool(dataDir, 'url');
    expect(code).toBe(0);
    expect(
      await ask(out.trim(), 'select current_user as role, platform.current_task() as task'),
    ).toEqual([{ role: 'signalbox_app', task: 'db-tool' }]);
    expect((await tool(dataDir, 'status')).out).toMatch(/Running +yes/);
    expect(await findRunning(server.layout)).not.toBeNull();
    const refused = await tool(dataDir, 'restore', '2026-01-05T07-08-09Z');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('Close the program');
  });

  it.each([
    [['burn'], 'The command must be one of'],
    [['status', '--wat'], "Unknown option '--wat'"],
    [['restore'], 'no database'],
    [['restore', 'x', '--until', 'noon'], '--until must be a time with its zone'],
    [['url', '--role', 'king'], '--role must be one of'],
  ])('answers %j with what is wrong and a code', async (words, why) => {
    const said = await tool(await temporaryDataDir(), ...words);
    expect(said.err).toContain(why);
    expect(said.code).not.toBe(0);
    expect(said.out).toBe('');
  });
});
