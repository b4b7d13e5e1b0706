import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

/** The embedded server's superuser, used for roles, migrations, backup and restore. */
export const SUPERUSER = 'signalbox';
/** The embedded server's database. */
export const DATABASE = 'signalbox';

/** Passwords of the embedded server's roles. Generated, never chosen, never shown. */
export interface Credentials {
  readonly superuser: string;
  readonly app: string;
  readonly readonly: string;
  readonly backup: string;
  /** TCP port on the loopback interface where there are no Unix sockets, else 5432 as a name. */
  readonly port: number;
}

const password = (): string => randomBytes(24).toString('base64url');

/** Makes new passwords and keeps them in `path`, readable by the program's account only. */
export async function makeCredentials(path: string, port: number): Promise<Credentials> {
  const made: Credentials = {
    superuser: password(),
    app: password(),
    readonly: password(),
    backup: password(),
    port,
  };
  await writeFile(path, JSON.stringify(made), { mode: 0o600 });
  return made;
}

/** Reads the passwords of a server that was initialised before. */
export async function readCredentials(path: string): Promise<Credentials> {
  return JSON.parse(await readFile(path, 'utf8')) as Credentials;
}
