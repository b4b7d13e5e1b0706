import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShopfloor } from '#domains/shopfloor/shopfloor.domain.ts';
import { createAlarmsService } from '#domains/alarms/alarms.service.ts';
import { createIdentity } from '#domains/identity/identity.domain.ts';
import { appRoot } from '#platform/config/app-root.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { newKeyLine } from '#platform/secrets/master-keys.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import { startProgram } from '#test/support/program.ts';
import { createShopfloorSite, type ShopfloorSite } from '#test/support/shopfloor-site.ts';
import { accept, startReceiver, type SyncReceiver } from '#test/support/sync-receiver.ts';

const keyLine = newKeyLine(1);
let site: ShopfloorSite;

beforeAll(async () => {
  site = await createShopfloorSite({ keyLine });
});
afterAll(() => site[Symbol.asyncDispose]());

async function application(receiver: SyncReceiver): Promise<string> {
  const permissions = ['token:manage'] as const;
  const admin = await site.person({ permissions });
  const { target, secret } = await consoleOf(site, admin, permissions, 'fresh').sync.targets.create(
    {
      targetApp: `app-${crypto.randomUUID().slice(0, 8)}`,
      url: receiver.url,
      eventTypes: ['machine.changed'],
      allowPrivate: true,
    },
  );
  receiver.trust(secret);
  return target.id;
}

const waiting = (targetId: string) =>
  site.value<number>(
    `select count(*)::int from shopfloor.sync_events where target_id = $1 and status = 'pending'`,
    targetId,
  );

const deliveryOf = (monitors: readonly Monitor[]): Monitor => {
  const found = monitors.find(({ name }) => name === 'shopfloor.sync-delivery');
  if (!found) throw new Error('Nothing delivers.');
  return found;
};

/** Runs a monitor until nothing waits for the application. */
async function deliverAll(monitor: Monitor, targetId: string): Promise<void> {
  while ((await waiting(targetId)) !== 0) {
    await monitor.run({
      fenced: (work) => site.db.database.asSystem(monitor.name, work),
      now: new Date(),
      signal: new AbortController().signal,
    });
    await delay(20);
  }
}

async function happen(count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) await site.machine();
}

const idsOf = ({ received }: SyncReceiver): string[] => received.map(({ event }) => event.id);

describe('delivery to another application', () => {
  it('by two processes at once sends nothing twice and loses nothing', async () => {
    await using receiver = await startReceiver();
    const targetId = await application(receiver);
    const identity = createIdentity(site.platform);
    const alarms = createAlarmsService(site.platform, identity.audit);
    const other = createShopfloor(site.platform, { identity, alarms });
    await happen(40);
    await Promise.all(
      [site.domain, other].map(({ monitors }) => deliverAll(deliveryOf(monitors), targetId)),
    );
    expect(receiver.received.every(({ genuine }) => genuine)).toBe(true);
    expect(idsOf(receiver)).toHaveLength(40);
    expect(new Set(idsOf(receiver)).size).toBe(40);
  });

  it('survives that its sender is killed: what was under way comes again, with the same key', async () => {
    await using receiver = await startReceiver();
    const targetId = await application(receiver);
    await happen(20);
    let answered = 0;
    const stuck = Promise.withResolvers<void>();
    receiver.answer((response, received) => {
      answered += 1;
      if (answered <= 8) accept(response, received);
      else stuck.resolve();
    });
    const script = join(appRoot, 'test', 'support', 'sync-process.ts');
    await using sending = startProgram(script, ['first', JSON.stringify(site.db.target), keyLine]);
    await stuck.promise;
    await sending.crash();
    receiver.answer(accept);
    // The claims of the dead process run out by the database's clock, which nobody can set.
    await site.db.admin.query(
      `update shopfloor.sync_events set next_attempt_at = clock_timestamp() where claim is not null`,
    );
    await deliverAll(deliveryOf(site.domain.monitors), targetId);
    const ids = idsOf(receiver);
    expect(new Set(ids).size).toBe(20);
    expect(ids.length).toBeGreaterThan(20);
    const perEvent = Map.groupBy(receiver.received, ({ event }) => event.id);
    for (const deliveries of perEvent.values()) {
      expect(new Set(deliveries.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
      expect(new Set(deliveries.map(({ body }) => body)).size).toBe(1);
    }
  });

  it('comes through when the application was away and is back', async () => {
    const targetId = await (async () => {
      await using receiver = await startReceiver();
      return application(receiver);
    })();
    await happen(1);
    await deliveryOf(site.domain.monitors).run({
      fenced: (work) => site.db.database.asSystem('test', work),
      now: new Date(),
      signal: new AbortController().signal,
    });
    const state = (column: string) =>
      site.value(`select ${column} from shopfloor.sync_events where target_id = $1`, targetId);
    expect(await state('error_message')).toBe('The connection failed (ECONNREFUSED).');
    const port = Number(
      new URL(
        (await site.value<string>(
          'select url from shopfloor.sync_targets where id = $1',
          targetId,
        )) ?? '',
      ).port,
    );
    await using back = await startReceiver(port);
    await site.db.admin.query(
      `update shopfloor.sync_events set next_attempt_at = clock_timestamp() where target_id = $1`,
      [targetId],
    );
    await deliverAll(deliveryOf(site.domain.monitors), targetId);
    expect([back.received.length, await state('status')]).toEqual([1, 'processed']);
  });
});
