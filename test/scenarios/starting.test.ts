import { chmod, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { targetUrl } from '#platform/database/target-url.ts';
import { openConsole } from '#test/support/console-client.ts';
import { databaseFolder } from '#test/support/database-folder.ts';
import { chooseEmbedded } from '#test/support/live-site.ts';
import { type EndedProgram, serverScript, startProgram } from '#test/support/program.ts';
import { processesOf, startServerProcess } from '#test/support/server-process.ts';
import { startOldServer } from '#test/support/old-server.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

let folder: string;

beforeAll(async () => {
  folder = await databaseFolder('signalbox-starting-');
});
afterAll(() => rm(folder, { recursive: true }));

/** Starts the server, which is expected to end by itself. */
async function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<EndedProgram> {
  const data = args.includes('--data') ? [] : ['--data', join(folder, 'data')];
  const all = ['--port', '0', '--no-open', ...data, ...args];
  return startProgram(serverScript, all, { env }).ended;
}

/** One line for a person: no stack, and an exit code that scripts notice. */
function expectSentence({ code, stdout, stderr }: EndedProgram, sentence: RegExp): void {
  expect(stderr.trim()).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(code).toBe(1);
  expect(stdout).toBe('');
}

/** Takes a port for as long as the test needs it. */
async function takePort() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: String((server.address() as AddressInfo).port),
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

describe('the server says in one sentence why it does not start, and leaves nothing running', () => {
  it('when an option is unknown', async () => {
    expectSentence(await start(['--verbose']), /--verbose.*Known options: --data/u);
  });

  it('when the port is no port', async () => {
    expectSentence(await start(['--port', '70000']), /--port must be a number.*"70000"/u);
  });

  it('when the data folder cannot be made', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const ended = await start(['--data', join(file, 'data')]);
    expectSentence(ended, /data folder .*a-file\/data cannot be used/u);
  });

  it('when the port is taken, before a database was chosen', async () => {
    await using taken = await takePort();
    expectSentence(await start(['--port', taken.port]), new RegExp(taken.port, 'u'));
  });

  it('when the port is taken, and stops the embedded database again', async () => {
    await using server = await startServerProcess();
    await chooseEmbedded(server);
    await server.stop();
    await using taken = await takePort();
    const ended = await start(['--data', server.dataDir, '--port', taken.port]);
    expectSentence(ended, new RegExp(taken.port, 'u'));
    expect(await processesOf(server.dataDir)).toEqual([]);
  });

  it('when nothing answers at the address of the database', async () => {
    await using taken = await takePort();
    await taken[Symbol.asyncDispose]();
    const url = `postgresql://signalbox:secret@127.0.0.1:${taken.port}/signalbox`;
    const ended = await start([], { DATABASE_URL: url });
    expectSentence(ended, new RegExp(`127\\.0\\.0\\.1.*${taken.port}`, 'u'));
    expect(ended.stderr).not.toContain('secret');
  });

  it('when the address of the database is none', async () => {
    expectSentence(await start([], { DATABASE_URL: 'mysql://db/x' }), /DATABASE_URL/u);
  });

  it('when the database is older than it can work with', async () => {
    await using db = await createTestDatabase();
    await using old = await startOldServer(db.adminTarget);
    const ended = await start([], { DATABASE_URL: targetUrl(old.target) });
    expectSentence(ended, /is PostgreSQL 14.*version 15 or newer is needed/u);
  });

  it('when a newer program made the database', async () => {
    await using db = await createTestDatabase();
    await db.admin.query(
      `insert into platform.schema_migrations (name, timestamp) values ('9999_future', '2099-01-01')`,
    );
    const ended = await start([], { DATABASE_URL: targetUrl(db.adminTarget) });
    expectSentence(ended, /9999_future/u);
  });
});

it('the server stays at the address it printed when the database has been chosen', async () => {
  // The database's own account must be able to pass through every folder above its data.
  await chmod(folder, 0o711);
  const args = ['--data', join(folder, 'stays'), '--port', '0', '--no-open'];
  await using server = startProgram(serverScript, args);
  const url = await server.printed(/^Signalbox is ready at (\S+)$/mu);
  await chooseEmbedded({ url });
  using console = openConsole(url);
  expect(await console.client.identity.setUp.status()).toMatchObject({ needsAdministrator: true });
});
