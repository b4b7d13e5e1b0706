import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
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
  for (const table of ['suppressions', 'alarms', 'shelvings', 'out_of_service'])
    await site.db.admin.query(`delete from alarms.${table}`);
  await site.advance(HOUR);
});

const source = (id: string) => ({ type: 'node', id, name: `Node ${id}` });
const raise = (id: string) =>
  site.domain.service.raise([{ alarmType: 'node_offline', source: source(id) }]);
const only = async (): Promise<Alarm | undefined> => (await site.all(operator))[0];

/** Lets the rule of maintenance hold for a source, or ends it. */
const maintain = (id: string, holds: boolean) =>
  site.db.database.asSystem('test', (tx) => {
    const { suppressIn, unsuppressIn } = site.domain.service;
    const where = [{ source: source(id), reason: 'filter change' }];
    return (holds ? suppressIn : unsuppressIn)(tx, 'maintenance', where);
  });

describe('a suppression rule', () => {
  it('that ends lets what is active ask for attention in the same moment, to every console', async () => {
    await maintain('7', true);
    await raise('7');
    expect(await only()).toMatchObject({ isaState: 'H', annunciation: 1 });
    const ending = new AbortController();
    const live = site.domain.service.live(operator, {}, ending.signal);
    expect((await live.next()).value).toMatchObject({ rows: [] });
    await site.advance(HOUR);
    await maintain('7', false);
    expect((await live.next()).value).toMatchObject({
      upserts: [{ isaState: 'B', annunciation: 2 }],
    });
    ending.abort();
    const { rows } = await site.db.admin.query(
      'select annunciated_at = now() as at_once from alarms.alarms',
    );
    expect(rows).toEqual([{ at_once: true }]);
  });
});

describe('what is set aside', () => {
  it('is listed with who, why and until when, and counted on the bar', async () => {
    await raise('shelved');
    const order = { seconds: HOUR, oneShot: false, reason: 'known fault' };
    await site.overlays.shelve(operator, await site.all(operator), order);
    await raise('suppressed');
    await maintain('suppressed', true);
    await raise('out');
    const alarmId = (await site.all(operator)).find(({ sourceId }) => sourceId === 'out')?.id ?? '';
    const request = { alarmId, reason: 'new sensor', workOrder: 'W-7', expectedUntil: null };
    const asked = await site.overlays.request(operator, request);
    const other = await site.operator('Wall 2');
    if (asked.kind === 'done') await site.overlays.step(other, 'approved', asked.order);

    const page = { limit: 10 };
    expect((await site.overlays.shelvings(operator, true, page)).rows).toMatchObject([
      { sourceId: 'shelved', reason: 'known fault', shelvedBy: operator.userId },
    ]);
    expect((await site.overlays.suppressions(operator, 'maintenance', page)).rows).toMatchObject([
      { sourceId: 'suppressed', reason: 'filter change', ruleTitle: 'Maintenance mode' },
    ]);
    expect((await site.overlays.orders(operator, ['approved'], page)).rows).toMatchObject([
      { sourceId: 'out', workOrder: 'W-7', requestedBy: operator.userId },
    ]);
    expect(await site.domain.service.summary(operator, null)).toMatchObject({
      shelved: 1,
      suppressed: 1,
      outOfService: 1,
    });
  });
});
