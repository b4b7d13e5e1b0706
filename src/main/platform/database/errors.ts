import { codeOf, sqlState } from './sqlstate.ts';

/** The database could not be reached or dropped the connection; nothing of the work was kept. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly code = 'DATABASE_UNAVAILABLE';
  constructor(cause: unknown) {
    super(
      `The database cannot be reached (${reasonOf(cause)}). Nothing was changed. The program keeps trying.`,
      { cause },
    );
  }
}

/** The database refuses writes: its disk is full, or the server is a standby. Reads work. */
export class DatabaseReadOnly extends Error {
  override readonly name = 'DatabaseReadOnly';
  readonly code = 'DATABASE_READ_ONLY';
  constructor(cause: unknown) {
    super(
      `The database takes no changes now (${reasonOf(cause)}). Nothing was changed. Reading still works.`,
      { cause },
    );
  }
}

/**
 * The connection was lost while PostgreSQL was committing: the work is either kept whole or not at
 * all, and only reading, or repeating it under the same operation key, tells which.
 */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
  readonly code = 'COMMIT_UNKNOWN';
  constructor(cause: unknown) {
    super(
      `The connection to the database was lost while saving (${reasonOf(cause)}). Look whether the change is there before you repeat it.`,
      { cause },
    );
  }
}

/** The settings that select the database are wrong; the message says which and what to do. */
export class DatabaseMisconfigured extends Error {
  override readonly name = 'DatabaseMisconfigured';
  readonly code = 'DATABASE_MISCONFIGURED';
}

/** The database's schema was made by a newer program than this one. */
export class SchemaNewer extends Error {
  override readonly name = 'SchemaNewer';
  readonly code = 'SCHEMA_NEWER';
  /** The newest migration in the database. */
  readonly databaseVersion: string;
  /** The newest migration that this program knows. */
  readonly programVersion: string;
  constructor(databaseVersion: string, programVersion: string) {
    super(
      `The database is at ${databaseVersion}, this program knows up to ${programVersion}. Install the newer program; the database was left as it is.`,
    );
    this.databaseVersion = databaseVersion;
    this.programVersion = programVersion;
  }
}

/** The server is older than the program supports. */
export class ServerTooOld extends Error {
  override readonly name = 'ServerTooOld';
  readonly code = 'SERVER_TOO_OLD';
  constructor(found: string, needed: number) {
    super(`The database server is PostgreSQL ${found}; version ${needed} or newer is needed.`);
  }
}

const connectionLost: ReadonlySet<string> = new Set([
  sqlState.connectionException,
  sqlState.connectionFailure,
  sqlState.adminShutdown,
  sqlState.crashShutdown,
  sqlState.cannotConnectNow,
  sqlState.idleSessionTimeout,
  sqlState.tooManyConnections,
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

const lostMessages =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying|timeout expired|Client has encountered a connection error|Client was closed)/;

/** Whether `error` means that the connection is gone or cannot be made. */
export function isConnectionLost(error: unknown): boolean {
  if (connectionLost.has(codeOf(error))) return true;
  return error instanceof Error && lostMessages.test(error.message);
}

/** Whether `error` means that the server refuses writes while reads may work. */
export function isReadOnly(error: unknown): boolean {
  const code = codeOf(error);
  return code === sqlState.diskFull || code === sqlState.readOnlyTransaction;
}

/** A short reason for people and logs: the code when there is one; never a row's values. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === sqlState.diskFull) return 'its disk is full';
  if (code === sqlState.readOnlyTransaction) return 'the server is read-only';
  if (code) return code;
  return error instanceof Error && lostMessages.test(error.message)
    ? error.message.toLowerCase()
    : 'no further detail';
}
