import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  DAY,
  type Deed,
  floor,
  planDay,
  type Second,
  TICK,
  timeoutMinutes,
} from './days/day-plan.ts';
import { createDaySite, type DaySite } from './days/day-site.ts';
import { playByTheRules } from './days/ledger-model.ts';

/** How often nodes are heard where nobody uses them, in seconds. */
const BEAT = 3000;
const VISITS_PER_PERSON = 1;

let site: DaySite;

beforeAll(async () => {
  site = await createDaySite();
}, 120_000);
afterAll(() => site[Symbol.asyncDispose]());

/** The looks of the monitor that can find something: a machine's time-out after its use, or an outage's end. */
function ticksOf(plan: readonly Deed[]): Second[] {
  const due = plan.flatMap((deed) => {
    if (deed.kind === 'database-back') return deed.at;
    return 'machine' in deed ? deed.at + timeoutMinutes(deed.machine) * 60 : [];
  });
  const ticks = new Set(due.map((at) => Math.ceil(at / TICK) * TICK));
  return [...ticks].filter((at) => at <= DAY);
}

it('keeps the ledger of a day of three shifts as an independent model has it, to the second', async () => {
  const plan = planDay(2026, VISITS_PER_PERSON);
  const beats = Array.from({ length: DAY / BEAT }, (_, beat) => beat * BEAT);
  const moments = [
    ...plan.map((deed) => ({ at: deed.at, happens: () => site.act(deed) })),
    ...ticksOf(plan).map((at) => ({ at, happens: () => site.tick() })),
    ...beats.map((at) => ({ at, happens: () => site.beat() })),
  ].toSorted((one, other) => one.at - other.at);
  for (const { at, happens } of moments) {
    await site.moveTo(at);
    await happens();
  }

  const expected = playByTheRules(plan);
  const found = await site.ledger();
  expect(expected.rows.length).toBeGreaterThan(floor.people / 2);
  expect(found.rows).toEqual(expected.rows);
  expect(found.refusals).toEqual(expected.refusals);
}, 300_000);
