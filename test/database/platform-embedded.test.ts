import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  access,
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readlink,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { appRoot } from '#platform/config/app-root.ts';
import { openClient } from '#platform/database/client.ts';
import { recreateLinks } from '#platform/database/embedded/binaries.ts';
import { layoutOf } from '#platform/database/embedded/layout.ts';
import { isAlive } from '#platform/database/embedded/process-identity.ts';
import { findRunning, lockedBy } from '#platform/database/embedded/running-postmaster.ts';
import { openDatabase } from '#platform/database/open-database.ts';
import { startEmbeddedServer, type EmbeddedServer } from '#platform/database/embedded/server.ts';
import { silentLog } from '#platform/log/log.ts';
import { smallTuning, temporaryDataDir } from '#test/support/embedded-site.ts';

const start = (dataDir: string): Promise<EmbeddedServer> =>
  startEmbeddedServer({ dataDir, clock: systemClock, log: silentLog, tuning: smallTuning });

async function answer(server: EmbeddedServer): Promise<unknown> {
  await using connection = await openClient(server.target('superuser', 'postgres'), 'test');
  return (await connection.client.query('select 42 as n')).rows;
}

interface Child {
  readonly process: ChildProcess;
  readonly postmaster: number;
  readonly owned: boolean;
}

/** Runs an embedded server in a process of its own. `prefix` is a command to run it under. */
async function startChild(
  dataDir: string,
  { prefix = [], env = {} }: { prefix?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<Child> {
  const script = join(appRoot, 'test/support/embedded-child.ts');
  const [command, ...args] = [...prefix, process.execPath, script, dataDir];
  const child = spawn(command, args, {
    cwd: appRoot,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { process: child, ...(JSON.parse(line) as { postmaster: number; owned: boolean }) };
}

const gone = (pid: number) =>
  vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000, interval: 10 });

describe('the embedded server', () => {
  it('is made on the first start, keeps its data, and leaves nothing running', async () => {
    const dataDir = await temporaryDataDir();
    const first = await start(dataDir);
    const pid = (await lockedBy(first.layout)) ?? 0;
    await using connection = await openClient(first.target('superuser', 'postgres'), 'test');
    await connection.client.query('create table kept (n integer); insert into kept values (1)');
    await connection[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
    expect(isAlive(pid)).toBe(false);

    await using second = await start(dataDir);
    await using again = await openClient(second.target('superuser', 'postgres'), 'test');
    expect((await again.client.query('select n from kept')).rows).toEqual([{ n: 1 }]);
  });

  it('lets nobody in without a password', async () => {
    await using server = await start(await temporaryDataDir());
    const stranger = { ...server.target('superuser', 'postgres'), password: 'guess' };
    await expect(openClient(stranger, 'test')).rejects.toMatchObject({ code: '28P01' });
  });

  it('works in a folder whose path is too long for a socket', async () => {
    const dataDir = await temporaryDataDir(`${'deep/'.repeat(25)}data`);
    await mkdir(join(dataDir, '..'), { recursive: true });
    for (let path = dataDir; path.includes('deep'); path = join(path, '..')) {
      await chmod(join(path, '..'), 0o711);
    }
    await using server = await start(dataDir);
    expect(Buffer.byteLength(server.layout.socket)).toBeLessThan(88);
    expect(await answer(server)).toEqual([{ n: 42 }]);
  });

  it('is made once when two consoles start at the same moment', async () => {
    const dataDir = await temporaryDataDir();
    const [one, other] = await Promise.all([startChild(dataDir), startChild(dataDir)]);
    expect(new Set([one.owned, other.owned])).toEqual(new Set([false, true]));
    expect(one.postmaster).toBe(other.postmaster);
  });

  it('is joined by a second console, which takes over when the first one ends', async () => {
    const dataDir = await temporaryDataDir();
    const first = await startChild(dataDir);
    await using second = await start(dataDir);
    expect(second.owned).toBe(false);
    expect(await answer(second)).toEqual([{ n: 42 }]);
    first.process.stdin?.end();
    await gone(first.postmaster);
    await vi.waitFor(() => expect(second.owned).toBe(true), { timeout: 10_000 });
    expect(await answer(second)).toEqual([{ n: 42 }]);
  });

  it('goes on when a console that joined it ends', async () => {
    const dataDir = await temporaryDataDir();
    await using owner = await start(dataDir);
    const joiner = await startChild(dataDir);
    joiner.process.stdin?.end();
    await once(joiner.process, 'exit');
    expect(await answer(owner)).toEqual([{ n: 42 }]);
  });

  it('starts although its lock file names a process of somebody else', async () => {
    const dataDir = await temporaryDataDir();
    const first = await start(dataDir);
    await first[Symbol.asyncDispose]();
    const stranger = spawn('sleep', ['600']);
    onTestFinished(() => void stranger.kill());
    const lock = join(first.layout.cluster, 'postmaster.pid');
    await writeFile(lock, `${stranger.pid}\n${first.layout.cluster}\n`, { mode: 0o600 });
    await using second = await start(dataDir);
    expect(await answer(second)).toEqual([{ n: 42 }]);
    expect(isAlive(stranger.pid ?? 0)).toBe(true);
  });

  it('ends with the program when that is killed', async () => {
    const child = await startChild(await temporaryDataDir());
    expect(isAlive(child.postmaster)).toBe(true);
    child.process.kill('SIGKILL');
    await gone(child.postmaster);
  });

  it('stays stopped when it is told to stop just after it crashed', async () => {
    const server = await start(await temporaryDataDir());
    const pid = (await lockedBy(server.layout)) ?? 0;
    process.kill(pid, 'SIGKILL');
    await gone(pid);
    await server[Symbol.asyncDispose]();
    expect(await findRunning(server.layout)).toBeNull();
  });

  it('that a killed program left behind is stopped and replaced at the next start', async () => {
    const dataDir = await temporaryDataDir();
    const child = await startChild(dataDir, { env: { PATH: '/nonexistent' } });
    child.process.kill('SIGKILL');
    await once(child.process, 'exit');
    expect(isAlive(child.postmaster)).toBe(true);
    await using server = await start(dataDir);
    expect(server.owned).toBe(true);
    expect(isAlive(child.postmaster)).toBe(false);
  });

  it('is made anew when the program died while it was being made', async () => {
    const dataDir = await temporaryDataDir();
    const half = `${layoutOf(dataDir).home}.new-999999999`;
    await mkdir(join(half, 'cluster'), { recursive: true });
    await using server = await start(dataDir);
    expect(await answer(server)).toEqual([{ n: 42 }]);
    await expect(access(half)).rejects.toThrow('ENOENT');
  });

  it('brings the old data back when a restore was cut off', async () => {
    const dataDir = await temporaryDataDir();
    const { cluster } = layoutOf(dataDir);
    await (await start(dataDir))[Symbol.asyncDispose]();
    await cp(cluster, `${cluster}.replaced`, { recursive: true, preserveTimestamps: true });
    if (process.getuid?.() === 0)
      execFileSync('chown', ['-R', `--reference=${cluster}`, `${cluster}.replaced`]);
    await rm(join(cluster, 'global'), { recursive: true });
    await using server = await start(dataDir);
    expect(await answer(server)).toEqual([{ n: 42 }]);
  });
});

describe('the embedded database', () => {
  it('is opened migrated, worked with as the role without ownership, and closed whole', async () => {
    const dataDir = await temporaryDataDir();
    const opened = await openDatabase({
      source: { kind: 'embedded' },
      dataDir,
      clock: systemClock,
      log: silentLog,
    });
    expect(opened.applied[0]).toBe('0001_platform');
    const { rows } = await opened.database.asSystem('test', (tx) =>
      sql`select current_user as role, version from platform.schema_versions limit 1`.execute(tx),
    );
    expect(rows).toEqual([{ role: 'signalbox_app', version: '0001' }]);
    await opened[Symbol.asyncDispose]();
    expect(await findRunning(layoutOf(dataDir))).toBeNull();
  });
});

describe('an ordinary user', () => {
  it('runs the embedded server as themselves', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'signalbox-user-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const root = process.getuid?.() === 0;
    const NOBODY = 65_534;
    if (root) await chown(folder, NOBODY, NOBODY);
    const prefix = root
      ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
      : [];
    const child = await startChild(join(folder, 'data'), { prefix });
    const [uid] = execFileSync('ps', ['-o', 'uid=', '-p', String(child.postmaster)])
      .toString()
      .trim()
      .split(/\s+/);
    expect(Number(uid)).toBe(root ? NOBODY : process.getuid?.());
    child.process.stdin?.end();
    await gone(child.postmaster);
  });
});

describe('libraries of the server', () => {
  it('are linked again when npm did not run the install script', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'signalbox-links-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, 'native/lib'), { recursive: true });
    await writeFile(join(folder, 'native/lib/libpq.so.5.18'), 'x');
    const link = { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' };
    await writeFile(join(folder, 'native/pg-symlinks.json'), JSON.stringify([link]));
    await recreateLinks(folder);
    await recreateLinks(folder);
    expect(await readlink(join(folder, link.target))).toBe('libpq.so.5.18');
  });
});
