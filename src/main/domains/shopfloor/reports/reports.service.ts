import type {
  PeopleReport,
  PeriodFigures,
  ReportFilter,
  UseReport,
  UseSettings,
} from '#contract/shopfloor/reports.ts';
import type { MachineSession } from '#contract/shopfloor/sessions.ts';
import type { AuditService, DataAccessService } from '#domains/identity/audit/audit.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { Page, PageRequest } from '#platform/database/paging.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { originOf } from '../origin.ts';
import { type Saved, saving, whyNotSaved } from '../saved.ts';
import { listSessions } from '../sessions/session-list.queries.ts';
import { readPeople, readTraining } from './people-report.queries.ts';
import {
  type PeriodSums,
  readAreaSums,
  readDays,
  readMachineSums,
  readPeriodSums,
  readReasons,
  readRefusalDays,
  readWeek,
} from './use-report.queries.ts';
import { readUseSettings, updateUseSettings } from './use-settings.queries.ts';
import type { UseSlice } from './use-slice.queries.ts';

/** Reports over what is summed up. */
export interface ReportsService {
  use(caller: ActorContext, filter: ReportFilter, signal?: AbortSignal): Promise<UseReport>;
  /** Who used machines; recorded as an access to personal data. */
  people(caller: ActorContext, filter: ReportFilter, signal?: AbortSignal): Promise<PeopleReport>;
  /** One person's use; recorded too, unless they read of themselves. */
  person(
    caller: ActorContext,
    filter: ReportFilter & { readonly userId: string },
    signal?: AbortSignal,
  ): Promise<UseReport>;
  /** The caller's own use, also in areas that they may not see any more. */
  mine(caller: ActorContext, filter: ReportFilter, signal?: AbortSignal): Promise<UseReport>;
  /** The caller's own sessions, newest start first. */
  mySessions(
    caller: ActorContext,
    page: PageRequest,
    signal?: AbortSignal,
  ): Promise<Page<MachineSession>>;
  settings(caller: ActorContext, signal?: AbortSignal): Promise<UseSettings>;
  configure(
    caller: ActorContext,
    version: number,
    fields: { readonly timeZone: string; readonly idleAfterMinutes: number },
  ): Promise<Saved<UseSettings>>;
}

const DAY_MS = 86_400_000;
const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The period of equal length that ends the day before. */
function periodBefore<Period extends { readonly from: string; readonly until: string }>(
  period: Period,
): Period {
  const [from, until] = [Date.parse(period.from), Date.parse(period.until)];
  return { ...period, from: dayText(2 * from - until - DAY_MS), until: dayText(from - DAY_MS) };
}

/** Share of the time that machines had, as far as it has passed. */
const share = (usedSeconds: number, elapsedSeconds: number, machines = 1): number =>
  elapsedSeconds > 0 && machines > 0 ? usedSeconds / (elapsedSeconds * machines) : 0;

function figuresOf({ user, timeout, admin, estop, ...sums }: PeriodSums): PeriodFigures {
  return {
    ...sums,
    utilisation: share(sums.usedSeconds, sums.elapsedSeconds, sums.machines),
    endedBy: { user, timeout, admin, estop },
  };
}

async function useReport(tx: Tx, filter: ReportFilter, userId?: string): Promise<UseReport> {
  const settings = await readUseSettings(tx);
  const now: UseSlice = { ...filter, userId, zone: settings.timeZone };
  const before = periodBefore(now);
  const totals = figuresOf(await readPeriodSums(tx, now));
  const { elapsedSeconds } = totals;
  const machines = await readMachineSums(tx, now, before);
  const areas = await readAreaSums(tx, now, before);
  return {
    settings,
    totals,
    before: figuresOf(await readPeriodSums(tx, before)),
    days: await readDays(tx, now),
    machines: machines.map((sums) => ({
      ...sums,
      utilisation: share(sums.usedSeconds, elapsedSeconds),
    })),
    areas: areas.map((sums) => ({
      ...sums,
      utilisation: share(sums.usedSeconds, elapsedSeconds, sums.machines),
    })),
    week: await readWeek(tx, now),
    reasons: await readReasons(tx, now, before),
    refusalDays: await readRefusalDays(tx, now),
  };
}

const settingsAudit = ({ timeZone, idleAfterMinutes }: UseSettings) => ({
  timeZone,
  idleAfterMinutes,
});

/** What the reports are made from. */
export interface ReportsParts {
  readonly database: Database;
  readonly audit: AuditService;
  readonly dataAccess: DataAccessService;
}

/** Makes the service. */
export function reportsService({ database, audit, dataAccess }: ReportsParts): ReportsService {
  const recordAccess = (
    tx: Tx,
    { actor, connection }: ActorContext,
    resourceId: string,
    fields: readonly string[],
  ) =>
    dataAccess.record(tx, {
      userId: actor.userId,
      username: actor.username,
      resourceType: 'machine-use',
      resourceId,
      accessType: 'view',
      fields,
      origin: originOf(connection),
    });

  const readMine: ReportsService['mine'] = ({ actor }, filter, signal) =>
    database.asSystem('shopfloor.my-use', (tx) => useReport(tx, filter, actor.userId), { signal });

  return {
    use: ({ actor }, filter, signal) =>
      database.asUser(actor, (tx) => useReport(tx, filter), { signal }),

    people: (caller, filter, signal) =>
      database.asUser(
        caller.actor,
        async (tx) => {
          const where = filter.machineId ?? filter.areaId ?? 'all';
          await recordAccess(tx, caller, where, ['person', 'use', 'refusals']);
          const { timeZone: zone } = await readUseSettings(tx);
          const slice = { ...filter, zone };
          return { people: await readPeople(tx, slice), training: await readTraining(tx, slice) };
        },
        { signal },
      ),

    person(caller, { userId, ...filter }, signal) {
      if (userId === caller.actor.userId) return readMine(caller, filter, signal);
      return database.asUser(
        caller.actor,
        async (tx) => {
          await recordAccess(tx, caller, userId, ['use', 'refusals']);
          return useReport(tx, filter, userId);
        },
        { signal },
      );
    },

    mine: readMine,

    mySessions: ({ actor }, page, signal) =>
      database.asSystem(
        'shopfloor.my-use',
        (tx) => listSessions(tx, { userId: actor.userId }, page),
        { signal },
      ),

    settings: ({ actor }, signal) => database.asUser(actor, readUseSettings, { signal }),

    configure: (caller, version, fields) =>
      saving<UseSettings>({}, () =>
        database.asUser(caller.actor, async (tx) => {
          const before = await readUseSettings(tx);
          if (!(await updateUseSettings(tx, version, fields))) return whyNotSaved(before, version);
          const row = await readUseSettings(tx);
          await audit.record(tx, {
            userId: caller.actor.userId,
            username: caller.actor.username,
            action: 'use-settings.update',
            targetType: 'use-settings',
            oldValues: settingsAudit(before),
            newValues: settingsAudit(row),
            origin: originOf(caller.connection),
          });
          return { kind: 'saved', row };
        }),
      ),
  };
}
