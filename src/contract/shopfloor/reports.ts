import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp, version } from '../procedure.ts';
import { refusalReason } from './logs.ts';
import { endedBy, machineSession } from './sessions.ts';

const DAY_MS = 86_400_000;
/** Days that one report may span. */
const LONGEST_DAYS = 366;

const knowsZone = (zone: string): boolean => {
  try {
    Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** A whole number of days of the site's zone, and what the report is narrowed to. */
export const reportFilter = z
  .strictObject({
    /** First day. */
    from: z.iso.date(),
    /** Last day; days to come count nothing. */
    until: z.iso.date(),
    areaId: entityId.optional(),
    machineId: entityId.optional(),
  })
  .refine(({ from, until }) => Date.parse(until) >= Date.parse(from), {
    path: ['until'],
    error: 'The last day must not come before the first.',
  })
  .refine(({ from, until }) => Date.parse(until) - Date.parse(from) < LONGEST_DAYS * DAY_MS, {
    path: ['until'],
    error: 'A report spans 366 days at most.',
  });

/** Use and refusals, summed up. Durations are seconds. */
export const useFigures = z.object({
  /** How long sessions were active. */
  usedSeconds: z.number(),
  /** How much of that a session was held without use for longer than the limit. */
  idleSeconds: z.number(),
  /** Sessions that began. */
  sessions: z.int(),
  /** Sessions that ended by an end that was worked out: their time in use is a good guess. */
  endsInferred: z.int(),
  refusals: z.int(),
});

/** The figures of a whole period. */
export const periodFigures = useFigures.extend({
  /** Machines in use at any time, of `machines` that are in service. */
  machinesUsed: z.int(),
  machines: z.int(),
  people: z.int(),
  /** Length of the period as far as it has passed, in seconds. */
  elapsedSeconds: z.number(),
  /** Time used as a share of the time that all machines in service had; 0 to 1. */
  utilisation: z.number(),
  endedBy: z.record(endedBy, z.int()),
  /** Sessions of the period that still run while their node is lost: whether they do is not known. */
  unconfirmed: z.int(),
});

/** A machine in a report. */
export const machineUse = useFigures.extend({
  id: entityId,
  machineId: z.string(),
  name: z.string(),
  areaName: z.string().nullable(),
  utilisation: z.number(),
  /** Time used in the period before. Seconds. */
  usedBefore: z.number(),
});

/** An area in a report. */
export const areaUse = useFigures.extend({
  id: entityId,
  name: z.string(),
  machines: z.int(),
  utilisation: z.number(),
  usedBefore: z.number(),
});

/** How use is summed up. */
export const useSettings = z.object({
  /** IANA name of the site's zone, in which days and hours are counted. */
  timeZone: z.string(),
  /** A session unused for longer than this is idle from its last use on. Minutes. */
  idleAfterMinutes: z.int(),
  /** Up to when use is summed up; `null` before the first time. */
  rolledAt: timestamp.nullable(),
  version,
});

/** What became of machines in a period. */
export const useReport = z.object({
  settings: useSettings,
  totals: periodFigures,
  /** The same for the period of equal length before. */
  before: periodFigures,
  /** Each day of the period, with zeros where nothing happened. */
  days: z.array(useFigures.extend({ day: z.iso.date() })),
  machines: z.array(machineUse),
  areas: z.array(areaUse),
  /** Seconds used by hour of the week, from Monday 0 h: 168 values. */
  week: z.array(z.number()).length(168),
  /** Refusals by reason, the most frequent first. */
  reasons: z.array(z.object({ reason: refusalReason, refusals: z.int(), before: z.int() })),
  /** Refusals of each day by reason, where there were any. */
  refusalDays: z.array(z.object({ day: z.iso.date(), reason: refusalReason, refusals: z.int() })),
});

/** A person in a report. */
export const personUse = useFigures.extend({
  userId: entityId.nullable(),
  fullName: z.string().nullable(),
});

/** Who used machines, and who was refused for want of training. */
export const peopleReport = z.object({
  /** The hundred who used machines longest. */
  people: z.array(personUse),
  /** The hundred refused most often because they hold no right, each with the area. */
  training: z.array(
    z.object({
      userId: entityId,
      fullName: z.string(),
      areaName: z.string().nullable(),
      refusals: z.int(),
      lastAt: timestamp,
    }),
  ),
});

/** Use of machines in areas in which the caller holds at least `view`. */
export const reports = {
  /** Everything that names no person. */
  use: procedure('session:read').input(reportFilter).output(useReport),
  /** Use by person. Reading it is recorded among the accesses to personal data. */
  people: procedure('user:read').input(reportFilter).output(peopleReport),
  /** Use by one person, also recorded. */
  person: procedure('user:read')
    .input(reportFilter.safeExtend({ userId: entityId }))
    .output(useReport),
  /** The caller's own use, in all areas. */
  mine: procedure('signed-in').input(reportFilter).output(useReport),
  /** The caller's own sessions in all areas, newest start first. */
  mySessions: procedure('signed-in').input(pageInput).output(pageOf(machineSession)),
  /** How use is summed up. */
  settings: procedure('session:read').output(useSettings),
  /** Changes that; everything is then summed up anew within minutes. Audited. */
  configure: procedure('structure:manage')
    .input(
      z.strictObject({
        version,
        timeZone: z.string().max(64).refine(knowsZone, { error: 'There is no such time zone.' }),
        idleAfterMinutes: z.int().min(1).max(240),
      }),
    )
    .output(useSettings),
};

/** See {@link reportFilter}. */
export type ReportFilter = z.infer<typeof reportFilter>;
/** See {@link useReport}. */
export type UseReport = z.infer<typeof useReport>;
/** See {@link useFigures}. */
export type UseFigures = z.infer<typeof useFigures>;
/** See {@link periodFigures}. */
export type PeriodFigures = z.infer<typeof periodFigures>;
/** See {@link machineUse}. */
export type MachineUse = z.infer<typeof machineUse>;
/** See {@link areaUse}. */
export type AreaUse = z.infer<typeof areaUse>;
/** See {@link personUse}. */
export type PersonUse = z.infer<typeof personUse>;
/** See {@link peopleReport}. */
export type PeopleReport = z.infer<typeof peopleReport>;
/** See {@link useSettings}. */
export type UseSettings = z.infer<typeof useSettings>;
