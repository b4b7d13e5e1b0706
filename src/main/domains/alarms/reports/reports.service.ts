import type {
  BadActor,
  KpiDay,
  TriedEffect,
  TriedSettingsInput,
} from '#contract/alarms/reports.ts';
import type { Platform } from '#platform/platform.ts';
import type { Reader } from '../alarms.service.ts';
import { listPositions } from '../positions/positions.queries.ts';
import { findAlarmType } from '../types/types.queries.ts';
import {
  type Activation,
  proposeSettings,
  totalEffect,
  type TriedLimit,
  type TriedSettings,
} from './delay-replay.ts';
import { kpiDays } from './kpi.ts';
import {
  type BadActorFilter,
  type ConditionLine,
  configuredTypes,
  daysOf,
  listBadActors,
  readConditions,
  readKpiEvents,
  readKpiStanding,
} from './reports.queries.ts';

const DAY_MS = 86_400_000;
/** How far back settings are tried. Days. */
const TRIED_DAYS = 30;

/** What days are asked for. */
export interface KpiRequest {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly positionId?: string | undefined;
}

/** What is tried out. */
export interface TryOut {
  readonly alarmType: string;
  readonly sourceType?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly tried?: TriedSettingsInput | undefined;
}

/** What trying out found. */
export interface TriedOut {
  readonly days: number;
  readonly sources: number;
  readonly current: TriedEffect;
  readonly proposed: TriedEffect;
  readonly tried: TriedEffect | null;
}

/** Performance of the alarm system. */
export interface ReportsService {
  kpi(
    reader: Reader,
    request: KpiRequest,
    signal?: AbortSignal,
  ): Promise<{ days: KpiDay[]; configured: KpiDay['priorities'] }>;
  badActors(reader: Reader, filter: BadActorFilter, signal?: AbortSignal): Promise<BadActor[]>;
  /** Null where there is no such type. */
  tryOut(reader: Reader, what: TryOut, signal?: AbortSignal): Promise<TriedOut | null>;
}

/** Pairs beginnings and ends of each source. */
function activationsOf(lines: readonly ConditionLine[]): Activation[][] {
  const bySource = Map.groupBy(lines, ({ source }) => source);
  return [...bySource.values()].map((own) => {
    const activations: Activation[] = [];
    let since: number | null = null;
    for (const { at, active, value } of own) {
      if (active) since ??= at;
      else if (since !== null) {
        activations.push({ from: since, to: at, clearedAt: value });
        since = null;
      }
    }
    if (since !== null) activations.push({ from: since, to: null });
    return activations;
  });
}

/** Makes it. */
export function createReports({ database }: Pick<Platform, 'database'>): ReportsService {
  return {
    kpi: (reader, { positionId, ...request }, signal) =>
      database.asUser(
        reader,
        async (tx) => {
          const days = await daysOf(tx, request);
          const from = (days[0]?.from ?? 0) - DAY_MS;
          const to = days.at(-1)?.to ?? 0;
          const positions = await listPositions(tx);
          const wanted = positions
            .map(({ id }) => id)
            .filter((id) => positionId === undefined || id === positionId);
          const standing = await readKpiStanding(tx, from);
          const events = await readKpiEvents(tx, { from, to });
          const configured = { P1: 0, P2: 0, P3: 0, P4: 0 };
          for (const { priority, types } of await configuredTypes(tx)) configured[priority] = types;
          return { days: kpiDays(wanted, days, standing, events), configured };
        },
        { signal },
      ),

    badActors: (reader, filter, signal) =>
      database.asUser(reader, (tx) => listBadActors(tx, filter), { signal }),

    tryOut: (reader, { alarmType, sourceType = null, sourceId = null, tried }, signal) =>
      database.asUser(
        reader,
        async (tx) => {
          const type = await findAlarmType(tx, alarmType);
          if (!type) return null;
          const of = { alarmType, sourceType, sourceId, days: TRIED_DAYS };
          const sources = activationsOf(await readConditions(tx, of));
          const limit: TriedLimit | null =
            type.limit === null || type.limitDirection === null
              ? null
              : { limit: type.limit, direction: type.limitDirection };
          const effect = (settings: TriedSettings): TriedEffect => ({
            onDelaySeconds: settings.onDelay,
            offDelaySeconds: settings.offDelay,
            deadband: settings.deadband,
            ...totalEffect(sources, settings, limit),
          });
          return {
            days: TRIED_DAYS,
            sources: sources.length,
            current: effect({ onDelay: 0, offDelay: 0, deadband: 0 }),
            proposed: effect(proposeSettings(sources, limit, type.timeToRespondSeconds ?? 0)),
            tried: tried
              ? effect({
                  onDelay: tried.onDelaySeconds,
                  offDelay: tried.offDelaySeconds,
                  deadband: tried.deadband,
                })
              : null,
          };
        },
        { signal },
      ),
  };
}
