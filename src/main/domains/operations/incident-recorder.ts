import { describeError, type ErrorDescription } from '#platform/log/redaction.ts';
import type { Platform } from '#platform/platform.ts';
import type { Incident } from '#platform/rpc/incidents.ts';
import { insertErrorLog } from './error-logs.queries.ts';

/** Keeps failures nobody foresaw, without the values they were about. */
export type IncidentRecorder = (incident: Incident) => Promise<void>;

function frames({ stack, cause }: ErrorDescription): string {
  const own = stack ?? '';
  return cause ? `${own}\ncaused by ${cause.name}: ${cause.message}\n${frames(cause)}` : own;
}

/** Keeps incidents in `operations.error_logs`. Fails when the database does; the log has them too. */
export function incidentRecorder({ database }: Pick<Platform, 'database'>): IncidentRecorder {
  return async (incident) => {
    const error = describeError(incident.error);
    await database.asSystem('incident-recorder', (tx) =>
      insertErrorLog(tx, {
        incident: incident.id,
        errorType: error.code ? `${error.name} ${error.code}` : error.name,
        message: error.message,
        stackTrace: frames(error) || null,
        userId: incident.userId,
        requestPath: incident.procedure,
        requestMethod: incident.transport,
        requestData: { workstation: incident.workstation },
        appContext: 'rpc',
        at: incident.at,
      }),
    );
  };
}
