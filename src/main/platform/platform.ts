import type { Changes } from './changes/changes.ts';
import type { Clock } from './clock/clock.ts';
import type { Database } from './database/database.ts';
import type { Log } from './log/log.ts';
import type { Secrets } from './secrets/secrets.ts';

/** This running program among those that share the database. */
export interface Host {
  /** Key of the installation, kept in its data folder; serial links belong to one of them. */
  readonly installationId: string;
  /** The station's name as people know it. */
  readonly workstation: string;
  /** Where settings, keys, queue and the embedded database live. */
  readonly dataDir: string;
  /** `true` only for a site filled by the demo. */
  readonly demo: boolean;
}

/** What every domain is built from. */
export interface Platform {
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
  readonly changes: Changes;
  readonly secrets: Secrets;
  readonly host: Host;
}
