import type { KpiDay } from '#contract/alarms/reports.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Platform } from '#platform/platform.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { csvLine } from '#platform/text/csv-line.ts';
import { operatorOf } from '../operator-of.ts';
import type { KpiRequest, ReportsService } from './reports.service.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 100;

/** A zone that this program and its database know. */
function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

/** Refuses what nobody can want to read, before the database is asked. */
function checked<Request extends KpiRequest>(
  request: Request,
  errors: { INVALID_PERIOD(): Error },
): Request {
  const days = (Date.parse(request.to) - Date.parse(request.from)) / DAY_MS + 1;
  if (!(days >= 1 && days <= MOST_DAYS) || !isZone(request.zone)) throw errors.INVALID_PERIOD();
  return request;
}

const columns = [
  'day',
  'positionId',
  'total',
  'perHour',
  'perTenMinutes',
  'mostInTenMinutes',
  'percentPeriodsAboveTen',
  'percentTimeInFlood',
  'topTenPercent',
  'chattering',
  'fleeting',
  'stale',
  'acknowledged',
  'meanSecondsToAcknowledge',
  'shelvings',
  'shelvingsExpired',
  'shelvedAtEnd',
] as const satisfies readonly (keyof KpiDay)[];

/** Answers `alarms.reports`. */
export function reportsHandlers(
  service: ReportsService,
  { database }: Pick<Platform, 'database'>,
  audit: AuditService,
) {
  const { reports } = procedures.alarms;
  return {
    kpi: reports.kpi.handler(({ input, context, signal, errors }) =>
      service.kpi(context.actor, checked(input, errors), signal),
    ),
    exportKpi: reports.exportKpi.handler(async function* ({ input, context, signal, errors }) {
      const { days } = await service.kpi(context.actor, checked(input, errors), signal);
      await database.asUser(context.actor, (tx) =>
        audit.record(tx, {
          ...operatorOf(context),
          action: 'alarm-report.export',
          targetType: 'alarm-report',
          details: { ...input },
        }),
      );
      yield { text: csvLine([...columns, 'P1', 'P2', 'P3', 'P4']), rows: 0 };
      const lines = days.map((day) =>
        csvLine([...columns.map((column) => day[column]), ...Object.values(day.priorities)]),
      );
      yield { text: lines.join(''), rows: lines.length };
    }),
    badActors: reports.badActors.handler(({ input, context, signal }) =>
      service.badActors(context.actor, { ...input, positionId: input.positionId ?? null }, signal),
    ),
    tryOut: reports.tryOut.handler(async ({ input, context, signal, errors }) => {
      const found = await service.tryOut(context.actor, input, signal);
      if (!found) {
        throw errors.NOT_FOUND({ data: { what: 'alarm type', id: input.alarmType } });
      }
      return found;
    }),
  };
}
