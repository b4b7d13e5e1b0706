import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  readConfigDemand,
  recordApplied,
  recordConfigFailure,
} from '#domains/shopfloor/nodes/node-configs.queries.ts';
import type { Tx } from '#platform/database/database.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;
let manager: SitePerson;
let nodeKey: string;

beforeAll(async () => {
  site = await createShopfloorSite();
  manager = await site.person({ level: 'manage' });
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  nodeKey = await site.node(null);
});

const configs = (person = manager) => consoleOf(site, person).nodeConfigs;
const asNode = <T>(work: (tx: Tx) => Promise<T>) => site.db.database.asSystem('test', work);
const usual = async () => (await configs().get({ id: nodeKey })).settings;
const save = async (version: number, settings: Record<string, string | number | boolean>) =>
  configs().save({ id: nodeKey, version, settings: { ...(await usual()), ...settings } });

describe('the settings of a node', () => {
  it('are the usual ones until somebody enters others, and then kept with every version', async () => {
    expect(await configs().get({ id: nodeKey })).toMatchObject({
      settings: { buzzer: true, graceMinutes: 5, relayPolarity: 'active-high' },
      state: { version: 0, state: 'none' },
    });
    expect(await save(0, { buzzer: false })).toMatchObject({ version: 1, state: 'pending' });
    expect(await save(1, { graceMinutes: 30 })).toMatchObject({ version: 2, state: 'pending' });
    const { rows } = await configs().history({ id: nodeKey });
    expect(rows).toMatchObject([
      { version: 2, settings: { buzzer: false, graceMinutes: 30 }, changedBy: expect.any(String) },
      { version: 1, settings: { buzzer: false, graceMinutes: 5 } },
    ]);
  });

  it('go back to an older version as a new one', async () => {
    await save(0, { buzzer: false });
    await save(1, { buzzer: true });
    const note = 'too quiet';
    await configs().restore({ id: nodeKey, version: 2, from: 1, note });
    const { rows } = await configs().history({ id: nodeKey });
    expect(rows[0]).toMatchObject({
      version: 3,
      restoredFrom: 1,
      note: 'too quiet',
      settings: { buzzer: false },
    });
    const changed = await site.value(
      `select new_values from identity.audit_logs where action = 'node-config.restore' and target_id = $1`,
      nodeKey,
    );
    expect(changed).toEqual({ buzzer: false });
  });

  it('are refused out of their bounds, unknown for the type, or over somebody else’s version', async () => {
    await expect(save(0, { graceMinutes: 241 })).rejects.toMatchObject({
      code: 'INVALID_SETTING',
      data: { field: 'graceMinutes' },
    });
    await expect(save(0, { readPauseMs: 300 })).rejects.toMatchObject({
      code: 'INVALID_SETTING',
      data: { field: 'readPauseMs' },
    });
    await save(0, { buzzer: false });
    await expect(save(0, { buzzer: true })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { version: 1 },
    });
  });

  it('are changed by one of two who save at the same time', async () => {
    const settings = await usual();
    const saves = [1, 2, 3].map(() => configs().save({ id: nodeKey, version: 0, settings }));
    const ended = await Promise.allSettled(saves);
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('are not changed by people who may only look', async () => {
    const viewer = await site.person({ level: 'view' });
    const settings = await usual();
    await expect(configs(viewer).save({ id: nodeKey, version: 0, settings })).rejects.toMatchObject(
      { code: 'FORBIDDEN' },
    );
    const stranger = await site.person({ level: null });
    await expect(configs(stranger).get({ id: nodeKey })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('are wanted until the node says that it has them; a failure rests a while', async () => {
    const demand = () => asNode((tx) => readConfigDemand(tx, nodeKey, 60_000));
    expect(await demand()).toBeNull();
    await save(0, { buzzer: false });
    expect(await demand()).toMatchObject({ version: 1, config: { buzzer: false } });
    await asNode((tx) => recordConfigFailure(tx, nodeKey, 1, 'refused'));
    expect((await configs().get({ id: nodeKey })).state).toMatchObject({
      state: 'failed',
      error: 'refused',
    });
    expect(await demand()).toBeNull();
    await site.db.admin.query(
      `update shopfloor.nodes set config_tried_at = config_tried_at - interval '2 minutes'`,
    );
    expect(await demand()).toMatchObject({ version: 1 });
    expect(await asNode((tx) => recordApplied(tx, nodeKey, 1))).toBe(true);
    expect(await demand()).toBeNull();
    expect((await configs().get({ id: nodeKey })).state).toMatchObject({ state: 'applied' });
    expect(await configs().push({ id: nodeKey })).toMatchObject({ state: 'pending' });
    expect(await demand()).toMatchObject({ version: 1 });
  });
});
