import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { type DurableQueue, openDurableQueue } from '#platform/queue/durable-queue.ts';
import { countUse } from '#domains/shopfloor/nodes/node-records.ts';
import { answerLost, takenAway } from '#test/support/database-away.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;
let kim: SitePerson;
let manager: SitePerson;
let machineId: string;
let nodeKey: string;
let away = false;
let answersLost = false;

/** The queue as it lies in the data folder. */
async function withQueue<T>(work: (queue: DurableQueue) => T): Promise<T> {
  const path = join(site.platform.host.dataDir, 'queue', 'shopfloor.sqlite');
  using queue = await openDurableQueue({ path, clock: systemClock, onQuarantine: () => undefined });
  return work(queue);
}

const until = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 15_000, interval: 50 });
const lines = () =>
  site.value<number>(
    `select count(*)::int from shopfloor.machine_logs where machine_id = $1`,
    machineId,
  );
const uses = () =>
  site.value<number>(
    'select activity_count from shopfloor.machine_sessions where machine_id = $1',
    machineId,
  );

beforeAll(async () => {
  site = await createShopfloorSite({
    database: (database) => answerLost(() => answersLost)(takenAway(() => away)(database)),
  });
  kim = await site.person();
  manager = await site.person({ level: 'manage' });
});
afterAll(() => site[Symbol.asyncDispose]());

beforeEach(async () => {
  nodeKey = await site.node(null);
  machineId = await site.machine({ nodeId: nodeKey, port: 2 });
});
afterEach(() => {
  away = false;
  answersLost = false;
});

const activity = (minutesAgo: number) =>
  ({
    kind: 'activity',
    nodeKey,
    port: 2,
    at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
  }) as const;

describe('what a console cannot write while the database is away', () => {
  it('waits on its disk, over a restart, and is written with the time at which it happened', async () => {
    const refused = {
      kind: 'refused-badge',
      place: { machineId },
      badge: site.reference(kim.badge),
      via: 'reader',
      at: new Date(Date.now() - 600_000).toISOString(),
    } as const;
    away = true;
    {
      await using _running = await site.domain.deferred.open();
      site.domain.deferred.keep(refused);
      expect(site.domain.deferred.counts()).toEqual({ waiting: 1, parked: 0 });
    }
    expect(await withQueue((queue) => queue.peek(1)[0]?.payload)).not.toContain(kim.badge.hex);
    away = false;
    await using _again = await site.domain.deferred.open();
    await until(() => expect(site.domain.deferred.counts().waiting).toBe(0));
    const { rows } = await consoleOf(site, manager).logs.list({ machineId });
    expect(rows).toMatchObject([
      { eventType: 'session-refused', reason: 'database-away', userId: kim.userId },
    ]);
    expect(Date.parse(rows[0]?.timestamp ?? '')).toBe(Date.parse(refused.at));
  });

  it('is written once, although it is delivered again after a crash', async () => {
    await consoleOf(site, kim).sessions.start({ machineId });
    await site.db.admin.query(
      `update shopfloor.machine_sessions set start_time = now() - interval '1 hour' where machine_id = $1`,
      [machineId],
    );
    const item = { key: 'once', entity: `node:${nodeKey}`, payload: JSON.stringify(activity(5)) };
    await withQueue((queue) => queue.enqueue([item]));
    for (const _time of [1, 2]) {
      await using _running = await site.domain.deferred.open();
      await until(() => expect(site.domain.deferred.counts().waiting).toBe(0));
      await withQueue((queue) => queue.enqueue([item]));
    }
    expect(await uses()).toBe(1);
    await withQueue((queue) => queue.ack(queue.peek(10).map(({ id }) => id)));
  });

  it('does not wait behind a poison record of something else, which a person retries or discards', async () => {
    const entity = `machine:${machineId}`;
    const good = {
      kind: 'refused-badge',
      place: { machineId },
      badge: site.reference(kim.badge),
      via: 'reader',
      at: new Date().toISOString(),
    };
    await withQueue((queue) =>
      queue.enqueue([
        { key: 'poison', entity: 'node:broken', payload: '{"kind":"nonsense"}' },
        { key: 'behind', entity: 'node:broken', payload: JSON.stringify(good) },
        { key: 'other', entity, payload: JSON.stringify(good) },
      ]),
    );
    await using _running = await site.domain.deferred.open();
    const screen = consoleOf(site, manager);
    await until(() => expect(site.domain.deferred.counts()).toEqual({ waiting: 1, parked: 1 }));
    expect(await lines()).toBe(1);
    const [poison] = await screen.deferred.list();
    expect(poison).toMatchObject({ kind: 'unreadable', parked: true, about: 'node:broken' });

    await screen.deferred.retry({ id: poison?.id ?? 0 });
    await until(() => expect(site.domain.deferred.counts().parked).toBe(1));
    const reason = 'Written by a test, means nothing';
    await screen.deferred.discard({ id: poison?.id ?? 0, reason });
    await until(() => expect(site.domain.deferred.counts()).toEqual({ waiting: 0, parked: 0 }));
    expect(await lines()).toBe(2);
    const audited = await site.value<string>(
      `select change_reason from identity.audit_logs where action = 'deferred-record.discard'`,
    );
    expect(audited).toBe(reason);
  });

  it('is not called undecided where only the answer got lost', async () => {
    const event = { nodeKey, boot: 'b1', seq: 7 };
    const shown = { port: 2, ...kim.badge, place: 'N' };
    const record = {
      kind: 'refused-badge',
      place: { nodeKey, port: 2 },
      badge: site.reference(kim.badge),
      via: 'node',
      at: new Date().toISOString(),
    } as const;
    answersLost = true;
    await expect(site.domain.presenter.presentAtNode({ event, ...shown })).rejects.toThrow(
      'while saving',
    );
    answersLost = false;
    const reader = { ...record, place: { machineId }, via: 'reader' } as const;
    await using _running = await site.domain.deferred.open();
    site.domain.deferred.keep(record, `badge:${nodeKey}:b1:7`);
    site.domain.deferred.keep({ ...reader, unsure: true });
    await until(() => expect(site.domain.deferred.counts()).toEqual({ waiting: 0, parked: 0 }));
    expect(await lines()).toBe(1);
    // Neither is one lost that was shown, and not decided upon, a moment later.
    site.domain.deferred.keep(record, `badge:${nodeKey}:b1:8`);
    site.domain.deferred.keep({
      ...reader,
      at: new Date(Date.now() + 10_000).toISOString(),
      unsure: true,
    });
    await until(() => expect(site.domain.deferred.counts()).toEqual({ waiting: 0, parked: 0 }));
    expect(await lines()).toBe(3);
  });

  it('counts a use of a machine once where only the answer got lost', async () => {
    await consoleOf(site, kim).sessions.start({ machineId });
    const count = (seq: number) =>
      site.platform.database.asSystem('test', (tx) =>
        countUse(tx, nodeKey, 2, { nodeKey, boot: 'b1', seq }),
      );
    answersLost = true;
    await expect(count(1)).rejects.toThrow('while saving');
    answersLost = false;
    await using _running = await site.domain.deferred.open();
    for (const seq of [1, 2]) {
      site.domain.deferred.keep(activity(0), `activity:${nodeKey}:b1:${seq}`);
    }
    await until(() => expect(site.domain.deferred.counts()).toEqual({ waiting: 0, parked: 0 }));
    expect(await uses()).toBe(2);
    await count(2);
    await count(3);
    expect(await uses()).toBe(3);
  });

  it('tells how many wait, now and whenever that changes', async () => {
    await using _running = await site.domain.deferred.open();
    const stream = await consoleOf(site, kim, [], 'badge').deferred.counts();
    expect((await stream.next()).value).toEqual({ waiting: 0, parked: 0 });
    away = true;
    site.domain.deferred.keep(activity(1));
    expect((await stream.next()).value).toEqual({ waiting: 1, parked: 0 });
    away = false;
    await until(async () => {
      expect((await stream.next()).value).toEqual({ waiting: 0, parked: 0 });
    });
    await stream.return?.(undefined);
  });
});
