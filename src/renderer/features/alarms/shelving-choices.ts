import type { Alarm } from '#contract/alarms.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How long alarms are usually set aside, in seconds. */
const usual = [15 * MINUTE, HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR];

/** What may be chosen for a set of alarms. */
export interface ShelvingChoices {
  /** In seconds, shortest first; none where no alarm of the set may be shelved. */
  readonly choices: readonly number[];
  /** How many of the set may not be shelved at all, such as P1. */
  readonly never: number;
}

/** Times that every shelvable alarm of the set allows; their own most where that is less than usual. */
export function shelvingChoices(
  alarms: readonly Pick<Alarm, 'maxShelveSeconds'>[],
): ShelvingChoices {
  const limits = alarms.map(({ maxShelveSeconds }) => maxShelveSeconds).filter((most) => most > 0);
  const never = alarms.length - limits.length;
  if (limits.length === 0) return { choices: [], never };
  const most = Math.min(...limits);
  const within = usual.filter((seconds) => seconds <= most);
  return { choices: within.length > 0 ? within : [most], never };
}
