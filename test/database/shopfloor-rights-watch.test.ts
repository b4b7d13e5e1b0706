import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '#platform/database/client.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;
let kim: SitePerson;
let machineId: string;

beforeAll(async () => {
  site = await createShopfloorSite();
  kim = await site.person();
  machineId = await site.machine({ nodeId: await site.node(null, 'N-1'), port: 0 });
});
afterAll(() => site[Symbol.asyncDispose]());

/** Whether nodes are told to look at their rights after a statement. */
async function tells(statement: string, values: readonly unknown[]): Promise<boolean> {
  await using listening = await openClient(site.db.target, 'test-rights');
  const topics: string[] = [];
  listening.client.on('notification', ({ payload = '' }) => {
    topics.push((JSON.parse(payload) as { topic: string }).topic);
  });
  await listening.client.query('listen changes');
  await site.db.admin.query(statement, [...values]);
  await site.db.admin.query(`select pg_notify('changes', '{"topic": "test.last", "ids": null}')`);
  await expect.poll(() => topics.at(-1)).toBe('test.last');
  return topics.includes('shopfloor.rights');
}

const badge = 'update identity.badges set';
const machine = 'update shopfloor.machines set';

describe('nodes look at their rights', () => {
  it.each([
    ['a badge is reported lost', `${badge} status = 'lost' where user_id = $1`],
    ['a badge is found again', `${badge} status = 'active' where user_id = $1`],
    ['a person is shut out', `update identity.users set status = 'inactive' where id = $1`],
    ['a training is taken back', 'delete from identity.user_scopes where user_id = $1'],
  ])('when %s', async (_what, statement) => {
    expect(await tells(statement, [kim.userId])).toBe(true);
  });

  it.each([
    ['is blocked', `${machine} condition = 'blocked', condition_note = 'Belt' where id = $1`],
    ['moves to another relay', `${machine} node_port = 5 where id = $1`],
  ])('when a machine %s', async (_what, statement) => {
    expect(await tells(statement, [machineId])).toBe(true);
  });

  it('not whenever somebody shows a badge, which had every node work out everything', async () => {
    const used = `${badge} last_used_at = now(), last_used_at_place = 'Lathe' where user_id = $1`;
    expect(await tells(used, [kim.userId])).toBe(false);
  });

  it('not when a machine is only named anew', async () => {
    expect(await tells(`${machine} name = 'Mill' where id = $1`, [machineId])).toBe(false);
  });
});
