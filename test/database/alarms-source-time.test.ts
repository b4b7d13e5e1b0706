import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import type { Raise } from '#domains/alarms/given.ts';
import { type AlarmsSite, createAlarmsSite } from '#test/support/alarms-site.ts';

const HOUR = 3600;

let site: AlarmsSite;
let operator: Operator;
beforeAll(async () => {
  site = await createAlarmsSite({ ownClock: true });
  operator = await site.operator();
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  for (const table of ['alarms']) await site.db.admin.query(`delete from alarms.${table}`);
  await site.advance(HOUR);
});

const source = (id: string) => ({ type: 'node', id, name: `Node ${id}` });
const raise = (id: string, part: Partial<Raise> = {}) =>
  site.domain.service.raise([{ alarmType: 'node_offline', source: source(id), ...part }]);
const clear = (id: string) =>
  site.domain.service.clear([{ alarmType: 'node_offline', source: source(id) }]);

/** The time of the database, moved by so many seconds. */
const databaseTime = async (seconds: number): Promise<Date> => {
  const { rows } = await site.db.admin.query<{ now: string }>('select now() as now');
  return new Date(Date.parse(rows[0]?.now ?? '') + seconds * 1000);
};

/** The queue as a console is sent it: source and whether it was the first of its burst. */
async function sentQueue() {
  const ending = new AbortController();
  const { value } = await site.domain.service.live(operator, {}, ending.signal).next();
  ending.abort();
  if (value?.kind !== 'snapshot') throw new Error('The stream began otherwise.');
  return value.rows.map(
    ({ sourceId, firstOut }: Alarm) => `${sourceId}${firstOut ? ' first' : ''}`,
  );
}

describe('the time of a source', () => {
  it('orders the queue and names the first out where the clocks agree within two seconds', async () => {
    await raise('effect', { sourceTime: await databaseTime(-0.5) });
    await site.advance(0.3);
    await raise('cause', { sourceTime: await databaseTime(-2) });
    await site.advance(0.3);
    await raise('later', { sourceTime: await databaseTime(2) });
    expect(await sentQueue()).toEqual(['later', 'effect', 'cause first']);
  });

  it('is kept and not believed where they do not, also by an alarm that returns', async () => {
    await raise('slow');
    await clear('slow');
    await site.advance(1);
    await raise('first');
    const wrong = await databaseTime(-2.1);
    await site.advance(0.1);
    await raise('slow', { sourceTime: wrong });
    expect(await sentQueue()).toEqual(['slow', 'first first']);
    const slow = (await site.all(operator)).find(({ sourceId }) => sourceId === 'slow');
    expect(Date.parse(slow?.sourceTime ?? '')).toBe(wrong.getTime());
    await clear('slow');
    await clear('first');
    await site.advance(1);
    await raise('first');
    await raise('slow', { sourceTime: await databaseTime(-1.5) });
    expect(await sentQueue()).toEqual(['first', 'slow first']);
  });
});
