import type { Tx } from '#platform/database/database.ts';
import type { AuditOrigin } from '../audit/audit.service.ts';

/** Something that bears on security (source 004, `security_events`). */
export interface SecurityEvent {
  /** Kebab case, such as `badge-unknown` or `machine-start-refused`. */
  readonly eventType: string;
  readonly userId: string | null;
  readonly success: boolean;
  readonly resourceType?: string;
  readonly resourceId?: string;
  /** The part of the program that saw it, such as `shopfloor`. */
  readonly appContext: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly origin?: AuditOrigin;
}

/** Where security events are written. */
export interface SecurityService {
  /** Writes within `tx`, or in a transaction of its own when there is none. */
  record(tx: Tx | null, event: SecurityEvent): Promise<void>;
}
