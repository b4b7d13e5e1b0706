import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { paths } from '#contract/wire.ts';
import type { SitePerson } from '#test/support/shopfloor-site.ts';
import { createIngestSite, type HttpNode, type IngestSite } from './support/ingest-site.ts';
import { rawHttp } from './support/raw-http.ts';

let site: IngestSite;
let kim: SitePerson;
let node: HttpNode;
let machineId: string;

beforeAll(async () => {
  site = await createIngestSite();
  kim = await site.floor.person();
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  node = await site.httpNode();
  machineId = await site.floor.machine({ nodeId: node.key, port: 1 });
});

const badge = (person: SitePerson, port = 1) =>
  ({ t: 'badge', ...node.stamp(), port, uid: person.badge.hex, tech: 'em4100' }) as const;
const beat = (...ports: ('locked' | 'released')[]) =>
  ({ t: 'hb', ...node.stamp(), ports }) as const;
const session = (column: string) =>
  site.floor.value<string>(
    `select ${column}::text from shopfloor.machine_sessions where machine_id = $1 order by start_time desc limit 1`,
    machineId,
  );
const count = (table: string, where: string, ...values: unknown[]) =>
  site.floor.value<number>(`select count(*)::int from ${table} where ${where}`, ...values);
const relay = (state: string) => [{ port: 1, state, warnSeconds: null }];

describe('a networked node', () => {
  it('is online once it has greeted, and is asked to greet until it has', async () => {
    expect(await node.send([beat('locked', 'locked')])).toMatchObject({ body: { sayHello: true } });
    const { status, body } = await node.hello();
    expect([status, body]).toMatchObject([200, { sayHello: false, ports: relay('locked') }]);
    expect(
      await site.floor.value(
        `select concat_ws(' ', status, firmware_version, host(ip_address), reset_reason)
         from shopfloor.nodes where id = $1`,
        node.key,
      ),
    ).toBe('online 1.4.0 127.0.0.1 power-on');
  });

  it('is told to release the machine in the answer to the badge, and to lock it after the next', async () => {
    await node.hello();
    const first = badge(kim);
    expect(await node.send([first])).toMatchObject({
      status: 200,
      body: {
        outcomes: [{ boot: first.boot, seq: first.seq, result: 'started', reason: null }],
        ports: relay('released'),
      },
    });
    expect(await session('release_state')).toBe('requested');
    await node.send([beat('locked', 'released')]);
    expect(await session('release_state')).toBe('released');
    await site.floor.db.admin.query(
      `update shopfloor.machine_sessions set start_time = start_time - interval '1 minute' where machine_id = $1`,
      [machineId],
    );
    expect(await node.send([badge(kim)])).toMatchObject({
      body: { outcomes: [{ result: 'ended' }], ports: relay('locked') },
    });
    await node.send([beat('locked', 'locked')]);
    expect(await session(`concat_ws(' ', release_state, ended_by)`)).toBe('locked user');
  });

  it('is answered alike however often it repeats a report, which is acted upon once', async () => {
    await node.hello();
    const events = [badge(kim), { t: 'activity', ...node.stamp(), port: 1 }];
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => node.send(events)));
    const told = answers.map(({ status, body }) => ({
      status,
      outcomes: (body as { outcomes: unknown }).outcomes,
    }));
    expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(told[0]).toMatchObject({
      status: 200,
      outcomes: [{ result: 'started' }, { result: 'kept' }],
    });
    const late = events.map((each) => ({ ...each, ageMs: 60_000 }));
    expect(await node.send(late)).toMatchObject({ body: { outcomes: told[0]?.outcomes } });
    expect(await count('shopfloor.machine_sessions', 'machine_id = $1', machineId)).toBe(1);
    expect(await session('activity_count')).toBe('1');
    expect(await count('shopfloor.node_events', 'node_id = $1', node.key)).toBe(3);
  });

  it('lets nobody run a machine for a badge that was shown long ago', async () => {
    await node.hello();
    expect(await node.send([{ ...badge(kim), ageMs: 60_000 }])).toMatchObject({
      body: { outcomes: [{ result: 'too-late' }], ports: relay('locked') },
    });
    expect(await session('id')).toBeNull();
  });

  it('says why somebody is refused', async () => {
    const stranger = await site.floor.person({ level: null });
    await node.hello();
    expect(await node.send([badge(stranger), badge(kim, 7)])).toMatchObject({
      body: {
        outcomes: [
          { result: 'refused', reason: 'not-trained' },
          { result: 'no-machine', reason: null },
        ],
      },
    });
  });

  it('ends sessions with its emergency stop, and no reset releases a machine', async () => {
    await node.hello();
    await node.send([badge(kim)]);
    const stop = { t: 'estop', ...node.stamp(), state: 'tripped' };
    expect(await node.send([stop])).toMatchObject({ body: { ports: relay('locked') } });
    expect(await session('ended_by')).toBe('estop');
    const reset = { t: 'hb', ...node.stamp(), estop: 'normal' };
    expect(await node.send([reset, badge(kim)])).toMatchObject({
      body: {
        outcomes: [{ result: 'kept' }, { result: 'refused', reason: 'estop-active' }],
        ports: relay('locked'),
      },
    });
    await node.send([stop]);
    expect(await count('shopfloor.estop_events', 'node_id = $1', node.key)).toBe(2);
    const acknowledge = `update shopfloor.estop_events set acknowledged_by = $1, acknowledged_at = now() where node_id = $2 and event_type = 'emergency_stop'`;
    await site.floor.db.admin.query(acknowledge, [kim.userId, node.key]);
  });

  it('that was lost and returns confirms the session that went on', async () => {
    await node.hello();
    await node.send([badge(kim), beat('locked', 'released')]);
    await site.floor.db.admin.query(
      `with node as (update shopfloor.nodes set status = 'offline' where id = $1)
       update shopfloor.machine_sessions set unconfirmed = true where machine_id = $2`,
      [node.key, machineId],
    );
    await node.send([beat('locked', 'released')]);
    expect(await session('unconfirmed')).toBe('false');
    expect(
      await count(
        'shopfloor.machine_logs',
        `event_type = 'node-returned' and machine_id = $1`,
        machineId,
      ),
    ).toBe(1);
  });
});

/** A line of the log of a node that was alone, so many minutes ago. */
const line = (n: number, minutes: number, what: string, person: SitePerson | null = kim) =>
  ({
    t: 'entry',
    ...node.stamp(),
    boot_of: 'alone',
    n,
    ageMs: minutes * 60_000,
    what,
    port: 1,
    ...(person && { uid: person.badge.hex, tech: 'em4100' }),
  }) as const;
const lines = () =>
  [
    line(1, 30, 'started'),
    line(2, 25, 'activity', null),
    line(3, 20, 'ended'),
    line(4, 10, 'started'),
  ] as const;
const results = (reply: { readonly body: unknown }) =>
  (reply.body as { outcomes: { result: string }[] }).outcomes.map(({ result }) => result);

describe('a networked node that was alone', () => {
  it('sends its log, which is taken once and in order, and is answered what it may forget', async () => {
    await node.hello();
    const [one, two, three, four] = lines();
    const first = await node.send([one, two, { ...beat('locked', 'released'), buffered: 4 }]);
    expect(first).toMatchObject({
      status: 200,
      body: { kept: [{ boot_of: 'alone', n: 2 }], logFirst: true, ports: [] },
    });
    const jumped = await node.send([two, four]);
    expect(results(jumped)).toEqual(['kept', 'gap']);
    expect(jumped.body).toMatchObject({ kept: [{ boot_of: 'alone', n: 2 }], logFirst: true });
    const again = [one, two, three, four];
    for (const reply of [await node.send(again), await node.send(again)]) {
      expect(results(reply)).toEqual(['kept', 'kept', 'kept', 'kept']);
      expect(reply.body).toMatchObject({
        kept: [{ boot_of: 'alone', n: 4 }],
        logFirst: false,
        ports: relay('released'),
      });
    }
    expect(await count('shopfloor.machine_sessions', 'machine_id = $1', machineId)).toBe(2);
    expect(await session(`concat_ws(' ', active, started_offline, started_via)`)).toBe('t t node');
    expect(await count('shopfloor.node_entries', 'node_id = $1', node.key)).toBe(4);
  });

  it('fetches whom it may let at its machines, when the answer names another version', async () => {
    const { body: told } = await node.hello();
    const rights = async (token = node.token) => {
      const to = `${site.url}${paths.api}/nodes/${node.code}/rights`;
      const { status, text } = await rawHttp(to, { headers: { authorization: `Bearer ${token}` } });
      return {
        status,
        body: JSON.parse(text) as {
          version: number;
          salt: string;
          entries: { k: string; p: number; m: number }[];
        },
      };
    };
    const { status, body } = await rights();
    expect([status, body.version]).toEqual([
      200,
      (told as { rightsVersion: number }).rightsVersion,
    ]);
    const mac = createHmac('sha256', Buffer.from(body.salt, 'hex'));
    const k = mac.update(Buffer.from(kim.badge.hex, 'hex')).digest('hex').slice(0, 16);
    expect(body.entries).toContainEqual({ k, p: 1 << 1, m: 60 });
    expect((await rights()).body).toEqual(body);
    await site.floor.person();
    const { body: later } = await node.send([beat('locked', 'locked')]);
    expect(later).toMatchObject({ rightsVersion: body.version + 1 });
    expect((await rights()).body.version).toBe(body.version + 1);
    expect(await rights((await site.httpNode()).token)).toMatchObject({
      status: 403,
      body: { code: 'TOKEN_NOT_FOR_NODE' },
    });
  });
});

describe('the ingest API', () => {
  it('refuses a token that was made for another node, and records it', async () => {
    const other = await site.httpNode();
    expect(await node.send([beat()], other.code)).toMatchObject({
      status: 403,
      body: { defined: true, code: 'TOKEN_NOT_FOR_NODE', data: { nodeId: other.code } },
    });
    expect(
      await count(
        'identity.security_events',
        `event_type = 'token-for-another-node' and details->>'nodeId' = $1 and not success`,
        other.code,
      ),
    ).toBe(1);
    expect(await count('shopfloor.node_events', 'node_id = $1', other.key)).toBe(0);
  });

  it.each([
    ['for no node', () => site.token(null), 'TOKEN_NOT_FOR_NODE'],
    ['without the scope', () => site.token(node.key, 'machine:read'), 'FORBIDDEN'],
  ] as const)('refuses a token %s', async (_, make, code) => {
    const headers = { authorization: `Bearer ${await make()}`, 'content-type': 'application/json' };
    const to = `${site.url}${paths.api}/nodes/${node.code}/events`;
    const body = JSON.stringify({ events: [beat()] });
    const { status, text } = await rawHttp(to, { method: 'POST', headers }, body);
    expect([status, JSON.parse(text)]).toMatchObject([403, { code }]);
  });

  it.each([
    ['that is switched off', 'active = false', 'inactive'],
    ['that the console reaches itself', `endpoint = 'tcp://10.0.0.9:1'`, 'has-link'],
  ])('refuses a node %s', async (_, change, reason) => {
    await site.floor.db.admin.query(`update shopfloor.nodes set ${change} where id = $1`, [
      node.key,
    ]);
    expect(await node.hello()).toMatchObject({
      status: 409,
      body: { code: 'NODE_NOT_EXPECTED', data: { reason } },
    });
  });

  it.each([
    ['no reports', []],
    ['more than a hundred', Array.from({ length: 101 }, (_, seq) => ({ t: 'hb', boot: 'b', seq }))],
    ['an unknown kind', [{ t: 'reset', boot: 'b', seq: 1 }]],
    ['a command in disguise', [{ t: 'hb', boot: 'b', seq: 1, release: 1 }]],
    [
      'a badge that is none',
      [{ t: 'badge', boot: 'b', seq: 1, port: 0, uid: 'x', tech: 'em4100' }],
    ],
  ])('refuses %s', async (_, events) => {
    expect(await node.send(events)).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  });

  it('describes the reports of nodes', async () => {
    const { text } = await rawHttp(`${site.url}${paths.api}/openapi.json`);
    const document = JSON.parse(text) as { paths: Record<string, { post: object }> };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/nodes/{nodeId}/events', '/nodes/{nodeId}/rights']),
    );
    expect(document.paths['/nodes/{nodeId}/events']?.post).toMatchObject({
      summary: 'Reports of a networked node',
      parameters: [{ name: 'nodeId', in: 'path', required: true }],
    });
  });
});
