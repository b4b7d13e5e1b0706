import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Permission } from '#contract/permissions.ts';
import { systemClock as clock } from '#platform/clock/system-clock.ts';
import { openConnection } from '#platform/rpc/connection.ts';
import { createClientFor } from '#platform/rpc/local-client.ts';
import { type NodeSimulator, startNodeSimulator } from '#simulators/node-simulator.ts';
import { networkOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

const listen = { host: '127.0.0.1', port: 0 };
const until = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 20_000, interval: 20 });

let site: ShopfloorSite;
let running: AsyncDisposable;
let kim: SitePerson;
let clerk: SitePerson;
let reader: NodeSimulator;
let machineId: string;

/** An office reader that serves a console, or none. */
async function officeReader(endpoint: string | null, code: string, workstation: string | null) {
  const key = await site.node(endpoint, code, 'offline');
  await site.db.admin.query(
    `update shopfloor.nodes set node_type = 'office_reader', workstation = $2 where id = $1`,
    [key, workstation],
  );
  return key;
}

beforeAll(async () => {
  site = await createShopfloorSite();
  kim = await site.person();
  clerk = await site.person({ level: null, permissions: ['badge:manage'] });
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  const id = `R-${crypto.randomUUID().slice(0, 8)}`;
  reader = await startNodeSimulator({ id, type: 'office_reader', portCount: 1, listen, clock });
  const key = await officeReader(`tcp://127.0.0.1:${reader.server.port}`, id, 'Office 2');
  // However a machine came to be wired to it, a badge at an office reader is none of its business.
  machineId = await site.machine({ nodeId: key });
  running = await site.start();
  const status = () => site.value('select status from shopfloor.nodes where id = $1', key);
  await vi.waitUntil(async () => (await status()) === 'online', { timeout: 20_000 });
});
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await reader[Symbol.asyncDispose]();
});

const recordIncident = ({ error }: { error: unknown }) => {
  throw error;
};

/** A console, at which a person may be signed in. */
function consoleAt(workstation: string, person?: SitePerson, permissions: Permission[] = []) {
  const peer = { transport: 'web', address: '10.0.0.7', userAgent: 'test', workstation } as const;
  const { connection } = openConnection(peer, () => undefined);
  if (person) {
    const { userId, username } = person;
    const who = { userId, username, fullName: username, sessionId: 'test' };
    const actor = { ...who, permissions: new Set(permissions), level: 'fresh' as const };
    connection.session = { locked: false, actor };
  }
  const { log } = site.platform;
  const client = createClientFor(site.identity.handlers, connection, {
    log,
    clock,
    recordIncident,
  });
  return { connection, client };
}

/** What a console hears of badges, one after the other. */
async function hearing<T>(open: (signal: AbortSignal) => Promise<AsyncIterable<T>>) {
  const stopping = new AbortController();
  const heard: T[] = [];
  const following = (async () => {
    try {
      for await (const read of await open(stopping.signal)) heard.push(read);
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
    }
  })();
  await clock.sleep(20);
  return {
    heard,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await following;
    },
  };
}

/** A networked reader tells of a badge twice; what it was answered. */
async function report(workstation: string | null) {
  const code = `H-${crypto.randomUUID().slice(0, 8)}`;
  const network = networkOf(site, await officeReader(null, code, workstation));
  const badge = { t: 'badge', boot: 'b', seq: 1, port: 0, ageMs: 0 } as const;
  const events = [{ ...badge, uid: kim.badge.hex, tech: 'em4100' as const }];
  const send = async () =>
    (await network.report({ nodeId: code, events })).outcomes.map(({ result }) => result);
  return [...(await send()), ...(await send())];
}

const shown = (readId: string | undefined) => ({ from: 'reader', readId: readId ?? '' }) as const;

describe('a badge at an office reader', () => {
  it('signs its holder in at the console that the reader serves, and nowhere else', async () => {
    const { connection, client } = consoleAt('Office 2');
    const other = consoleAt('Gate').client;
    await using here = await hearing((signal) => client.session.badgeReads(undefined, { signal }));
    await using gate = await hearing((signal) => other.session.badgeReads(undefined, { signal }));
    reader.badge(kim.badge.hex, 0, 'em4100');
    await until(() => expect(here.heard).toHaveLength(1));
    const [read] = here.heard;
    expect(JSON.stringify(read)).not.toContain(kim.badge.hex);
    await client.session.signInWithBadge({ badge: shown(read?.readId) });
    expect(connection.session?.actor).toMatchObject({ userId: kim.userId, level: 'badge' });
    expect(gate.heard).toEqual([]);
    await until(() => expect(reader.display(0)).toEqual({ text: 'Badge read', tone: 'ok' }));
    expect(
      await site.value(
        `select (select count(*) from shopfloor.machine_sessions where machine_id = $1)
           + (select count(*) from shopfloor.machine_logs where machine_id = $1)`,
        machineId,
      ),
    ).toBe(0);
  });

  it('is enrolled by two readings of it', async () => {
    const { client } = consoleAt('Office 2', clerk, ['badge:manage']);
    await using desk = await hearing((signal) => client.readers.reads(undefined, { signal }));
    const fresh = 'A1B2C3D4E5';
    reader.badge(fresh, 0, 'em4100');
    reader.badge(fresh, 0, 'em4100');
    await until(() => expect(desk.heard).toHaveLength(2));
    const [first, second] = desk.heard;
    const userId = kim.userId;
    const readings: [ReturnType<typeof shown>, ReturnType<typeof shown>] = [
      shown(first?.readId),
      shown(second?.readId),
    ];
    await client.badges.enrol({ userId, readings });
    const who = await site.identity.badges.identify(null, { technology: 'em4100', hex: fresh });
    expect(who).toMatchObject({ kind: 'known', userId });
  });

  it('is passed on once however often a networked reader repeats it, and to nobody without a console', async () => {
    const { client } = consoleAt('Office 3');
    await using there = await hearing((signal) => client.session.badgeReads(undefined, { signal }));
    expect(await report('Office 3')).toEqual(['read', 'read']);
    expect(await report(null)).toEqual(['no-console', 'no-console']);
    expect(there.heard).toHaveLength(1);
  });
});
