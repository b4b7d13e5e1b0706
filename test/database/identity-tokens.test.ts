import { describe, expect, it } from 'vitest';
import { createIdentitySite, signInAdministrator } from '#test/support/identity-site.ts';

const DAY = 86_400_000;
const request = {
  name: 'node 7',
  scopes: ['machine:read', 'node:connect'],
  validDays: 10,
} as const;
const asked = () => ({ ...request, scopes: [...request.scopes] });

describe('an API token', () => {
  it('is accepted until it ends, and kept as a hash only', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    const { secret, id } = await admin.client.tokens.create(asked());
    expect(await site.identity.tokens.verify(secret, '10.0.0.1')).toMatchObject({
      kind: 'accepted',
      tokenId: id,
      scopes: new Set(['machine:read', 'node:connect']),
    });
    const { rows } = await site.db.admin.query(
      'select t::text as row from identity.api_tokens as t',
    );
    expect(JSON.stringify(rows)).not.toContain(secret);
    await site.clock.advance(10 * DAY);
    expect(await site.identity.tokens.verify(secret, null)).toEqual({
      kind: 'expired',
      tokenId: id,
    });
  });

  it('stops at once when it is revoked, and its use is recorded', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    const { secret, id } = await admin.client.tokens.create(asked());
    await admin.client.tokens.revoke({ id });
    expect(await site.identity.tokens.verify(secret, '10.0.0.1')).toMatchObject({
      kind: 'revoked',
    });
    const { rows } = await admin.client.security.events({ eventType: 'token-revoked' });
    expect(rows).toMatchObject([{ resourceId: id, ipAddress: '10.0.0.1', success: false }]);
  });

  it('overlaps with its successor for as long as asked', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    const old = await admin.client.tokens.create(asked());
    const next = await admin.client.tokens.rotate({ id: old.id, validDays: 30, overlapHours: 2 });
    const kinds = async () =>
      Promise.all(
        [old, next].map(
          async ({ secret }) => (await site.identity.tokens.verify(secret, null)).kind,
        ),
      );
    expect(await kinds()).toEqual(['accepted', 'accepted']);
    await site.clock.advance(2 * 3_600_000 + 2);
    expect(await kinds()).toEqual(['expired', 'accepted']);
  });

  it('is reported once before it ends', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    await admin.client.tokens.create(asked());
    expect(await site.runMonitor('identity.token-expiry')).toBe(0);
    await site.clock.advance(4 * DAY);
    expect(await site.runMonitor('identity.token-expiry')).toBe(1);
    expect(await site.runMonitor('identity.token-expiry')).toBe(0);
  });
});
