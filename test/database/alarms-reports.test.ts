import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import { createReports, type ReportsService } from '#domains/alarms/reports/reports.service.ts';
import { type AlarmsSite, createAlarmsSite } from '#test/support/alarms-site.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

let site: AlarmsSite;
let operator: Operator;
let reports: ReportsService;

const raise = (id: string, priority: 'P1' | 'P2' | 'P3' | 'P4' = 'P3') =>
  site.domain.service.raise([
    { alarmType: 'node_offline', source: { type: 'node', id, name: `Node ${id}` }, priority },
  ]);
const clear = (id: string) =>
  site.domain.service.clear([{ alarmType: 'node_offline', source: { type: 'node', id } }]);
const acknowledge = async (id: string) => {
  const { rows } = await site.domain.service.list(operator, { sourceId: id }, { limit: 1 });
  await site.domain.service.acknowledge(operator, rows, null);
};

/** From 2 March 05:00 UTC (14:00 in Seoul): a flood, a chattering source, a standing alarm. */
async function playTwoDays(): Promise<void> {
  await raise('standing', 'P2');
  await site.advance(30);
  await acknowledge('standing');
  for (let n = 0; n < 12; n += 1) {
    await raise(`flood-${n}`, n === 0 ? 'P1' : 'P4');
    await site.advance(10);
  }
  await raise('shelved');
  const { rows } = await site.domain.service.list(operator, { sourceId: 'shelved' }, { limit: 1 });
  await site.overlays.shelve(operator, rows, { seconds: HOUR, oneShot: false, reason: 'known' });
  await site.advance(HOUR);
  await site.run('alarms.timers');
  for (let n = 0; n < 4; n += 1) {
    await raise('chatter');
    await site.advance(4);
    await clear('chatter');
    await site.advance(10);
  }
  await site.run('alarms.chattering');
  await site.advance(25 * HOUR);
  await raise('next day');
}

beforeAll(async () => {
  site = await createAlarmsSite({ ownClock: true });
  operator = await site.operator();
  reports = createReports(site.platform);
  await playTwoDays();
});
afterAll(() => site[Symbol.asyncDispose]());

const days = { from: '2026-03-02', to: '2026-03-03', zone: 'UTC' };

describe('performance by position and day', () => {
  it('counts what asked for attention, how fast it was answered, and what is no help', async () => {
    const { days: found, configured } = await reports.kpi(operator, days);
    expect(found).toMatchObject([
      {
        day: '2026-03-02',
        // 14 raised, one annunciated anew after shelving, four of the chattering source.
        total: 19,
        mostInTenMinutes: 14,
        percentPeriodsAboveTen: 0.69,
        topTenPercent: 73.68,
        chattering: 1,
        fleeting: 4,
        stale: 0,
        priorities: { P1: 1, P2: 1, P3: 6, P4: 11 },
        acknowledged: 1,
        meanSecondsToAcknowledge: 30,
        shelvings: 1,
        shelvingsExpired: 1,
        shelvedAtEnd: 0,
      },
      { day: '2026-03-03', total: 1, stale: 14, chattering: 0, acknowledged: 0 },
    ]);
    expect(found[0]?.percentTimeInFlood).toBeGreaterThan(0.5);
    expect(found[1]?.percentTimeInFlood).toBe(0);
    expect(configured.P2).toBeGreaterThan(0);
  });

  it('knows the days of the zone that is asked for', async () => {
    const seoul = await reports.kpi(operator, { ...days, zone: 'Asia/Seoul' });
    expect(seoul.days.map(({ total }) => total)).toEqual([19, 1]);
    const samoa = await reports.kpi(operator, {
      from: '2026-03-01',
      to: '2026-03-02',
      zone: 'Pacific/Pago_Pago',
    });
    expect(samoa.days.map(({ total }) => total)).toEqual([19, 1]);
  });

  it('is the same figures again when the alarms are gone and only the journal is left', async () => {
    const before = await reports.kpi(operator, days);
    await site.db.admin.query('delete from alarms.alarms');
    const after = await reports.kpi(operator, days);
    expect(after.days).toEqual(before.days);
  });
});

describe('the workbench', () => {
  it('names the sources that ask most, from the journal', async () => {
    const top = await reports.badActors(operator, {
      from: '2026-03-02T00:00:00Z',
      to: '2026-03-03T00:00:00Z',
      positionId: null,
      limit: 2,
    });
    expect(top).toMatchObject([
      {
        sourceName: 'Node chatter',
        alarms: 4,
        percent: 21.05,
        fleeting: 4,
        medianActiveSeconds: 4,
      },
      { sourceName: 'Node shelved', alarms: 2 },
    ]);
  });

  it('proposes delays from the history of a source and says what would have been', async () => {
    const found = await reports.tryOut(operator, {
      alarmType: 'node_offline',
      sourceType: 'node',
      sourceId: 'chatter',
      tried: { onDelaySeconds: 0, offDelaySeconds: 15, deadband: 0 },
    });
    expect(found).toMatchObject({
      days: 30,
      sources: 1,
      current: { alarms: 4, fleeting: 4 },
      proposed: { onDelaySeconds: 5, alarms: 0, longestHiddenSeconds: 4 },
      tried: { offDelaySeconds: 15, alarms: 1 },
    });
    expect(await reports.tryOut(operator, { alarmType: 'no_such_type' })).toBeNull();
  });
});
