import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { tmpdir } from 'node:os';

/** Where the embedded server keeps what below the data folder. */
export interface Layout {
  /** Everything of the database. */
  readonly home: string;
  /** PostgreSQL's own data folder. */
  readonly cluster: string;
  /** Passwords of the roles, readable by the program's account only. */
  readonly credentials: string;
  /** Which process of the program runs the server. */
  readonly owner: string;
  /** Folder of the private Unix socket. */
  readonly socket: string;
  /** Archived write-ahead log, for point-in-time recovery. */
  readonly archive: string;
  /** Base backups. */
  readonly backups: string;
}

/** The longest socket path the operating systems take, in bytes, with room for PostgreSQL's file name. */
const LONGEST_SOCKET_FOLDER = 107 - '/.s.PGSQL.5432.lock'.length;

/** The parts of a data folder. A folder too deep for a Unix socket gets one with a short name elsewhere. */
export function layoutOf(dataDir: string): Layout {
  const home = join(dataDir, 'database');
  const near = join(home, 'socket');
  const key = createHash('sha256').update(home).digest('hex').slice(0, 12);
  const far = join(tmpdir(), `signalbox-${key}`);
  return {
    home,
    cluster: join(home, 'cluster'),
    credentials: join(home, 'credentials.json'),
    owner: join(home, 'owner.json'),
    socket: Buffer.byteLength(near) <= LONGEST_SOCKET_FOLDER ? near : far,
    archive: join(home, 'archive'),
    backups: join(home, 'backups'),
  };
}
