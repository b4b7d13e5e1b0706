import type { Tx } from '#platform/database/database.ts';
import { insertAudit, insertDataAccess, type NewAuditRecord } from './audit.queries.ts';
import type { AuditEntry, AuditService, DataAccessService } from './audit.service.ts';

const json = (value: Readonly<Record<string, unknown>> | undefined): string | null =>
  value === undefined ? null : JSON.stringify(value);

function whereFrom({ origin, request }: AuditEntry) {
  return {
    ip_address: origin?.ipAddress ?? null,
    user_agent: origin?.userAgent ?? null,
    workstation: origin?.workstation ?? null,
    request_method: request?.method ?? null,
    request_path: request?.path ?? null,
    response_status: request?.status ?? null,
  };
}

function toRecord(entry: AuditEntry): NewAuditRecord {
  const success = entry.success ?? true;
  return {
    user_id: entry.userId,
    username: entry.username,
    action: entry.action,
    target_type: entry.targetType ?? null,
    target_id: entry.targetId ?? null,
    old_values: json(entry.oldValues),
    new_values: json(entry.newValues),
    change_reason: entry.changeReason ?? null,
    success,
    failure_reason: success ? null : (entry.failureReason ?? 'not given'),
    details: json(entry.details),
    ...whereFrom(entry),
  };
}

/** The trail, written in the transaction of what it records. */
export const auditService: AuditService = {
  record: (tx: Tx, entry: AuditEntry) => insertAudit(tx, toRecord(entry)),
};

/** The record of accesses, written in the transaction that reads. */
export const dataAccessService: DataAccessService = {
  record: (tx, { userId, username, fields, origin, ...access }) =>
    insertDataAccess(tx, {
      user_id: userId,
      username,
      resource_type: access.resourceType,
      resource_id: access.resourceId,
      access_type: access.accessType,
      fields: [...fields],
      ip_address: origin.ipAddress,
      workstation: origin.workstation,
    }),
};
