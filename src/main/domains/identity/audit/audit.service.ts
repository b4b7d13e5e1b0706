import type { Tx } from '#platform/database/database.ts';
import type { Connection } from '#platform/rpc/context.ts';

/** Who did something, and from where, as far as it is known. */
export interface AuditOrigin {
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly workstation: string | null;
}

/** One thing done, tried or read. Never put secrets into the values. */
export interface AuditEntry {
  /** The person, or null where the program itself acted. */
  readonly userId: string | null;
  /** The name as it is now; a person may be renamed later. A task's name where the program acted. */
  readonly username: string;
  /** `noun.verb`, such as `machine.start`. */
  readonly action: string;
  /** The table's noun, such as `machine`. */
  readonly targetType?: string;
  readonly targetId?: string;
  /** What stood before and after, only the fields that changed. */
  readonly oldValues?: Readonly<Record<string, unknown>>;
  readonly newValues?: Readonly<Record<string, unknown>>;
  readonly changeReason?: string;
  /** `true` unless said otherwise. */
  readonly success?: boolean;
  readonly failureReason?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly origin?: AuditOrigin;
  /** For calls that came over HTTP. */
  readonly request?: { readonly method: string; readonly path: string; readonly status?: number };
}

/** One access to the personal data of somebody else. */
export interface DataAccess {
  readonly userId: string;
  readonly username: string;
  /** Whose data or of what kind, such as `machine-use`. */
  readonly resourceType: string;
  /** Key of the person, or what else tells the data apart. */
  readonly resourceId: string;
  readonly accessType: 'view' | 'export' | 'print';
  /** Which fields were shown. */
  readonly fields: readonly string[];
  readonly origin: AuditOrigin;
}

/** The append-only trail. */
export interface AuditService {
  /** Writes in the transaction of what it records: both are kept, or neither. */
  record(tx: Tx, entry: AuditEntry): Promise<void>;
}

/** The append-only record of who read whose personal data. */
export interface DataAccessService {
  /** Writes in the transaction that reads: without the record nothing is shown. */
  record(tx: Tx, access: DataAccess): Promise<void>;
}

/** Where a call came from, for {@link AuditEntry.origin}. */
export function originOf(connection: Connection): AuditOrigin {
  return {
    ipAddress: connection.address,
    userAgent: connection.userAgent || null,
    workstation: connection.workstation || null,
  };
}
