import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleOf, shopfloorPermissions } from '#test/support/shopfloor-console.ts';
import { createShopfloorSite, type ShopfloorSite } from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;
beforeAll(async () => {
  site = await createShopfloorSite();
});
afterAll(() => site[Symbol.asyncDispose]());

const permissions = [...shopfloorPermissions, 'token:manage'] as const;
const token = { scopes: ['node:connect' as const], validDays: 90 };
const count = (table: string) => site.value<number>(`select count(*)::int from ${table}`);

describe('adding a node that reports over the network', () => {
  it('makes the node and its token in one step, and keeps the token as a hash only', async () => {
    const person = await site.person({ level: 'manage', permissions });
    const { nodes } = consoleOf(site, person, permissions, 'fresh');
    const node = { nodeId: 'NET-1', name: 'Saw', zoneId: site.zoneId };
    const enrolled = await nodes.enrol({ node, token });
    expect(enrolled.node).toMatchObject({ nodeId: 'NET-1', endpoint: null });
    const kept = await site.value<string>(
      `select concat_ws(' ', token.node_id, array_to_string(token.scopes, ','), t::text)
       from identity.api_tokens as token, lateral (select token.*) as t where token.id = $1`,
      enrolled.token.id,
    );
    expect(kept).toContain(`${enrolled.node.id} node:connect`);
    expect(kept).not.toContain(enrolled.token.secret);
  });

  it('makes neither when one of them is refused', async () => {
    const person = await site.person({ level: 'manage', permissions });
    const { nodes } = consoleOf(site, person, permissions, 'fresh');
    const before = [await count('shopfloor.nodes'), await count('identity.api_tokens')];
    const node = { nodeId: 'NET-1', name: 'Again', zoneId: site.zoneId };
    await expect(nodes.enrol({ node, token })).rejects.toMatchObject({
      code: 'DUPLICATE',
      data: { field: 'nodeId' },
    });
    const other = consoleOf(site, person, shopfloorPermissions, 'fresh');
    await expect(
      other.nodes.enrol({ node: { ...node, nodeId: 'NET-2' }, token }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN', data: { permission: 'token:manage' } });
    expect([await count('shopfloor.nodes'), await count('identity.api_tokens')]).toEqual(before);
  });

  it('asks for a fresh proof, as for every token', async () => {
    const person = await site.person({ level: 'manage', permissions });
    const { nodes } = consoleOf(site, person, permissions);
    const node = { nodeId: 'NET-3', name: 'Saw', zoneId: site.zoneId };
    await expect(nodes.enrol({ node, token })).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' });
  });
});
