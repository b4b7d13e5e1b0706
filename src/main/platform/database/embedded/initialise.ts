import { execFile } from 'node:child_process';
import { access, chmod, chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseMisconfigured } from '../errors.ts';
import { closedFolder, type ServerAccount } from './account.ts';
import type { Binaries } from './binaries.ts';
import { makeCredentials, SUPERUSER } from './credentials.ts';
import type { Layout } from './layout.ts';
import { isAlive } from './process-identity.ts';

const run = promisify(execFile);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The name under which the server listens: a fixed one on a Unix socket, a free port elsewhere. */
const choosePort = (): Promise<number> =>
  process.platform === 'win32' ? freePort() : Promise.resolve(5432);

/** Makes a private folder of the server's account. */
export async function makeServerFolder(path: string, account: ServerAccount | null): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  if (account) await chown(path, account.uid, account.gid);
}

/** Lets `account` pass through the data folder, and says so clearly when a folder above is closed. */
async function openTheWay(dataDir: string, account: ServerAccount | null): Promise<void> {
  if (!account) return;
  await chmod(dataDir, 0o711);
  const closed = await closedFolder(dataDir, account);
  if (closed === null) return;
  throw new DatabaseMisconfigured(
    `PostgreSQL runs as ${account.name}, who may not enter ${closed}. Choose a data folder elsewhere, such as /var/lib/signalbox, or start the program as an ordinary user.`,
  );
}

async function runInitdb(
  binaries: Binaries,
  staging: { readonly home: string; readonly cluster: string },
  superuserPassword: string,
  account: ServerAccount | null,
): Promise<void> {
  const passwordFile = join(staging.cluster, '..', 'initial-password');
  await writeFile(passwordFile, superuserPassword, { mode: 0o600 });
  if (account) await chown(passwordFile, account.uid, account.gid);
  const hosts = process.platform === 'win32' ? 'scram-sha-256' : 'reject';
  try {
    await run(
      join(binaries.bin, 'initdb'),
      [
        '-D',
        staging.cluster,
        '-U',
        SUPERUSER,
        `--pwfile=${passwordFile}`,
        '--auth-local=scram-sha-256',
        `--auth-host=${hosts}`,
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-instructions',
      ],
      account ? { uid: account.uid, gid: account.gid, cwd: staging.home } : {},
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Removes what programs left that died while they initialised. */
async function removeHalfDone(layout: Layout): Promise<void> {
  const prefix = `${basename(layout.home)}.new-`;
  for (const name of await readdir(dirname(layout.home))) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length));
    if (pid === process.pid || !isAlive(pid)) {
      await rm(join(dirname(layout.home), name), { recursive: true, force: true });
    }
  }
}

/**
 * Initialises the server of a data folder, unless that was done before. What is half done when the
 * program dies is never mistaken for a database: everything is made aside and renamed at the end.
 */
export async function ensureInitialised(
  layout: Layout,
  binaries: Binaries,
  account: ServerAccount | null,
): Promise<void> {
  const dataDir = dirname(layout.home);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await openTheWay(dataDir, account);
  const done = await access(layout.cluster).then(
    () => true,
    () => false,
  );
  if (done) return;
  await removeHalfDone(layout);
  const home = `${layout.home}.new-${process.pid}`;
  await mkdir(home, { mode: 0o711 });
  const cluster = join(home, 'cluster');
  await makeServerFolder(cluster, account);
  const { superuser } = await makeCredentials(join(home, 'credentials.json'), await choosePort());
  await runInitdb(binaries, { home, cluster }, superuser, account);
  await rename(home, layout.home).catch(async (error: NodeJS.ErrnoException) => {
    await rm(home, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}
