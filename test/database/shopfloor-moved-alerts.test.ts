import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovedAlertFilter } from '#contract/shopfloor/move-in.ts';
import { listMovedAlerts } from '#domains/shopfloor/move-in/moved-alerts.queries.ts';
import { listSessions } from '#domains/shopfloor/sessions/session-list.queries.ts';
import { createMoveInSite, type MoveInSite } from '#test/support/move-in-site.ts';
import { fillWorks } from '#test/support/shop-monitor.ts';
import type { SitePerson } from '#test/support/shopfloor-site.ts';

let here: MoveInSite;

/** An alert as the other ShopMonitor kept it. */
const alert = (id: number, severity: string, title: string, acknowledged: 0 | 1) => ({
  id,
  alert_type: 'machine_timeout',
  severity,
  title,
  message: `About ${title}`,
  machine_id: 1,
  acknowledged,
  created_at: `2024-03-0${id} 08:00:00`,
});

beforeAll(async () => {
  here = await createMoveInSite();
  fillWorks(here.shop, { people: 3, machines: 2, sessions: 4, logs: 0 });
  here.shop.fill('alerts', [
    alert(1, 'warning', 'Left running', 1),
    alert(2, 'critical', '100% load', 0),
    alert(3, 'info', 'Node back', 0),
  ]);
  await here.move();
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

const list = (
  filter: MovedAlertFilter,
  who: SitePerson = here.admin,
  cursor?: string,
  limit = 50,
) => here.site.db.database.asUser(who, (tx) => listMovedAlerts(tx, filter, { limit, cursor }));

const titles = async (filter: MovedAlertFilter) =>
  (await list(filter)).rows.map(({ title }) => title);

describe('what was brought along from another ShopMonitor', () => {
  it('lists its alerts newest first, page by page, each with its machine', async () => {
    const first = await list({}, here.admin, undefined, 2);
    expect(first.rows).toMatchObject([
      {
        title: 'Node back',
        severity: 'info',
        acknowledged: false,
        machine: { id: expect.any(String) },
      },
      { title: '100% load', createdAt: '2024-03-02T08:00:00.000000Z' },
    ]);
    const second = await list({}, here.admin, first.nextCursor ?? undefined, 2);
    expect(second.rows.map(({ title }) => title)).toEqual(['Left running']);
    expect(second.nextCursor).toBeNull();
  });

  it('finds alerts by their text, where signs of a pattern mean themselves, by severity and by answer', async () => {
    expect(await titles({ search: '0% LOAD' })).toEqual(['100% load']);
    expect(await titles({ search: 'machine_t' })).toHaveLength(3);
    expect(await titles({ search: 'machine%t' })).toEqual([]);
    expect(await titles({ severity: 'critical' })).toEqual(['100% load']);
    expect(await titles({ acknowledged: true })).toEqual(['Left running']);
  });

  it('shows alerts only to those who see all areas', async () => {
    const local = await here.site.person({ level: 'admin' });
    expect((await list({}, local)).rows).toEqual([]);
  });

  it('marks its sessions, and finds them by the mark', async () => {
    const { rows } = await here.site.db.database.asUser(here.admin, (tx) =>
      listSessions(tx, { mark: 'moved-in' }, { limit: 50 }),
    );
    expect(rows).toHaveLength(4);
    expect(rows.every(({ movedIn }) => movedIn)).toBe(true);
  });
});
