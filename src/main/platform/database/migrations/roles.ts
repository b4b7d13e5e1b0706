import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import { DatabaseMisconfigured } from '../errors.ts';
import { codeOf, sqlState } from '../sqlstate.ts';

/** Owns the schema and runs migrations; nobody signs in as it. */
export const MIGRATOR = 'signalbox_migrator';
/** What the program works as: no owner, subject to row-level security. */
export const APP = 'signalbox_app';
/** For reports: reads what row-level security lets it. */
const READONLY = 'signalbox_readonly';
/** For backups: reads everything, changes nothing. */
const BACKUP = 'signalbox_backup';

/** Passwords for the roles that sign in; a role without one cannot. */
export interface RolePasswords {
  readonly app: string;
  readonly readonly: string;
  readonly backup: string;
}

/** What each role may do in the cluster. None is a superuser. */
const attributes = {
  [MIGRATOR]: 'nologin noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls',
  [APP]: 'nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls',
  [READONLY]: 'nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls',
  [BACKUP]: 'nologin nosuperuser nocreatedb nocreaterole noreplication bypassrls',
} as const;

function missingRolesMessage(database: string): string {
  const name = escapeIdentifier(database);
  const roles = Object.entries(attributes).map(([role, is]) => `create role ${role} ${is};`);
  return [
    'The database lacks the roles of the program, and this account may not make them. Ask its administrator to run:',
    ...roles,
    `grant ${MIGRATOR}, ${APP} to <this account>;`,
    `grant create, connect, temporary on database ${name} to ${MIGRATOR};`,
  ].join('\n');
}

async function missingRoles(client: Client): Promise<string[]> {
  const wanted = Object.keys(attributes);
  const found = await client.query<{ rolname: string }>(
    'select rolname from pg_roles where rolname = any ($1)',
    [wanted],
  );
  const present = new Set(found.rows.map((row) => row.rolname));
  return wanted.filter((role) => !present.has(role));
}

async function createRole(client: Client, role: string): Promise<void> {
  const is = attributes[role as keyof typeof attributes];
  await client.query(`create role ${role} ${is}`).catch((error: unknown) => {
    const madeMeanwhile =
      codeOf(error) === '42710' /* duplicate_object */ ||
      codeOf(error) === sqlState.uniqueViolation;
    if (!madeMeanwhile) throw error;
  });
}

/**
 * Makes the program's roles where they are missing and lets `database` be owned by the migrator's
 * rights. `client` is a superuser, or may create roles. Throws `DatabaseMisconfigured` with the
 * statements to run when it may not.
 */
export async function ensureRoles(client: Client, database: string): Promise<void> {
  try {
    for (const role of await missingRoles(client)) await createRole(client, role);
    await client.query(
      `grant create, connect, temporary on database ${escapeIdentifier(database)} to ${MIGRATOR}`,
    );
    await client.query(
      `grant connect on database ${escapeIdentifier(database)} to ${APP}, ${READONLY}, ${BACKUP}`,
    );
  } catch (error) {
    if (codeOf(error) !== sqlState.insufficientPrivilege) throw error;
    throw new DatabaseMisconfigured(missingRolesMessage(database), { cause: error });
  }
}

/** Lets the roles of a server of our own sign in with these passwords. */
export async function setRolePasswords(client: Client, passwords: RolePasswords): Promise<void> {
  for (const [role, password] of [
    [APP, passwords.app],
    [READONLY, passwords.readonly],
    [BACKUP, passwords.backup],
  ] as const) {
    await client.query(`alter role ${role} login password ${escapeLiteral(password)}`);
  }
}
