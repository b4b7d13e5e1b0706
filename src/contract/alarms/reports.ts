import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { alarmCounts } from '../alarms.ts';
import { entityId, procedure, timestamp } from '../procedure.ts';

const day = z.iso.date();
const percent = z.number();

/** Performance of one operator position on one day, after ISA-18.2 and EEMUA 191. */
export const kpiDay = z.object({
  positionId: entityId,
  /** Calendar day in the zone that was asked for. */
  day,
  /** Annunciations: how often operators were asked for attention. */
  total: z.int(),
  perHour: z.number(),
  perTenMinutes: z.number(),
  mostInTenMinutes: z.int(),
  percentPeriodsAboveTen: percent,
  percentTimeInFlood: percent,
  /** Share of the ten busiest sources. */
  topTenPercent: percent,
  /** Sources that chattered, alarms that were fleeting, sources active for more than a day. */
  chattering: z.int(),
  fleeting: z.int(),
  stale: z.int(),
  priorities: alarmCounts,
  acknowledged: z.int(),
  meanSecondsToAcknowledge: z.number().nullable(),
  shelvings: z.int(),
  shelvingsExpired: z.int(),
  shelvedAtEnd: z.int(),
});

/** What figures are to be held against (ISA-18.2, EEMUA 191), for the report's colours and words. */
export const kpiTargets = {
  perTenMinutes: { acceptable: 1, manageable: 2 },
  mostInTenMinutes: 10,
  percentPeriodsAboveTen: 1,
  percentTimeInFlood: 1,
  topTenPercent: 5,
  chattering: 0,
  stale: 5,
  priorities: { P1: 1, P2: 5, P3: 15, P4: 80 },
  /** Trends need as many days. */
  daysForTrend: 30,
} as const;

/** Types of each priority, as configured, to compare with what was annunciated. */
export const configuredPriorities = alarmCounts;

/** One source and type that asks for attention often. */
export const badActor = z.object({
  alarmType: z.string(),
  title: z.string(),
  sourceType: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  /** Annunciations in the period, and their share of all. */
  alarms: z.int(),
  percent,
  fleeting: z.int(),
  /** Median time an activation lasted. Seconds; null while none has ended. */
  medianActiveSeconds: z.number().nullable(),
});

/** Settings that are tried on the history of a type. */
export const triedSettings = z.strictObject({
  onDelaySeconds: z.int().min(0).max(3600),
  offDelaySeconds: z.int().min(0).max(3600),
  deadband: z.number().min(0),
});

/** What would have been with such settings. */
export const triedEffect = triedSettings.extend({
  alarms: z.int(),
  fleeting: z.int(),
  /** The longest condition that would have gone without an alarm. Seconds. */
  longestHiddenSeconds: z.number(),
});

const period = z.strictObject({
  from: timestamp,
  /** Exclusive. */
  to: timestamp,
  positionId: entityId.optional(),
});

const kpiInput = z.strictObject({
  /** First and last day, inclusive; a hundred at most. */
  from: day,
  to: day,
  /** IANA zone whose calendar days are meant. */
  zone: z.string().min(1).max(64),
  positionId: entityId.optional(),
});

const badPeriod = {
  INVALID_PERIOD: {
    status: 422,
    message: 'Choose at most a hundred days, in order, in a zone that exists.',
  },
} as const;

/** Performance of the alarm system, from the journal alone. */
export const reportsContract = {
  /** Days of all positions or one. The same journal gives the same figures. */
  kpi: procedure('alarm:read')
    .input(kpiInput)
    .errors(badPeriod)
    .output(z.object({ days: z.array(kpiDay), configured: configuredPriorities })),
  /** The same as CSV in pieces. Itself audited. */
  exportKpi: procedure('alarm:read')
    .input(kpiInput)
    .errors(badPeriod)
    .output(eventIterator(z.object({ text: z.string(), rows: z.int() }))),
  /** The sources that asked for attention most. */
  badActors: procedure('alarm:read')
    .input(period.extend({ limit: z.int().min(1).max(100).default(20) }))
    .output(z.array(badActor)),
  /**
   * Replays the last 30 days of a type, or of one source, under other delays and deadband: as things
   * are, as proposed from the history, and as `tried`. Measured values are known when alarms clear, so
   * the effect of a deadband is the most there can be.
   */
  tryOut: procedure('alarm:read')
    .input(
      z.strictObject({
        alarmType: z.string().max(50),
        sourceType: z.string().max(50).optional(),
        sourceId: z.string().max(200).optional(),
        tried: triedSettings.optional(),
      }),
    )
    .output(
      z.object({
        days: z.int(),
        sources: z.int(),
        current: triedEffect,
        proposed: triedEffect,
        tried: triedEffect.nullable(),
      }),
    ),
};

/** See {@link kpiDay}. */
export type KpiDay = z.infer<typeof kpiDay>;
/** See {@link badActor}. */
export type BadActor = z.infer<typeof badActor>;
/** See {@link triedSettings}. */
export type TriedSettingsInput = z.infer<typeof triedSettings>;
/** See {@link triedEffect}. */
export type TriedEffect = z.infer<typeof triedEffect>;
