import { describe, expect, it, vi } from 'vitest';
import {
  codeOf,
  createIdentitySite,
  type IdentitySite,
  signInAdministrator,
  signInUser,
} from '#test/support/identity-site.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const asked = { name: 'Hall 1', locale: 'ko', sounds: true, validDays: 30 } as const;
const browser = { address: '10.0.0.7', userAgent: 'kiosk' };

async function startedSite() {
  await using cleanup = new AsyncDisposableStack();
  const site = cleanup.use(await createIdentitySite());
  cleanup.use(await site.identity.start());
  const admin = await signInAdministrator(site);
  const running = cleanup.move();
  return { site, admin, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

async function pairedBy(site: IdentitySite, code: string): Promise<string> {
  const pairing = await site.identity.displayPairing.pair(code, browser);
  if (pairing.kind !== 'paired') throw new Error(`Not paired: ${pairing.kind}.`);
  return pairing.token;
}

/** A connection of the browser with that token, and what it is told, in order. */
async function connected(site: IdentitySite, token: string) {
  const { connection } = site.connect();
  await site.identity.displayPairing.attachDisplay(connection, token);
  const told: unknown[] = [];
  const views = await site.client(connection).session.watch();
  void (async () => {
    for await (const view of views) told.push(view);
  })();
  return { connection, told };
}

describe('a display', () => {
  it('is the browser that gave its code, again after every restart, in its language', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const { id, code } = await admin.client.displays.create(asked);
    const token = await pairedBy(site, ` ${code.toLowerCase().replaceAll('-', ' ')} `);
    for (const _ of ['first start', 'next start']) {
      const { connection, told } = await connected(site, token);
      expect(connection.display).toEqual({ displayId: id, name: 'Hall 1' });
      expect(connection.session).toBeNull();
      await vi.waitFor(() =>
        expect(told).toMatchObject([
          { kind: 'display', name: 'Hall 1', locale: 'ko', sounds: true },
        ]),
      );
    }
    const { rows } = await admin.client.displays.list({});
    expect(rows).toMatchObject([
      {
        id,
        createdByName: 'Kim Min-jung',
        address: '10.0.0.7',
        codeExpiresAt: null,
        revokedAt: null,
      },
    ]);
    expect(rows[0]?.lastSeen).not.toBeNull();
  });

  it('keeps neither code nor token but as hashes, and tells the trail neither', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const { code } = await admin.client.displays.create(asked);
    const token = await pairedBy(site, code);
    const { rows } = await site.db.admin.query(
      `select d::text as row from identity.displays as d
       union all select a::text from identity.audit_logs as a
       union all select e::text from identity.security_events as e`,
    );
    const kept = JSON.stringify(rows);
    expect(kept).toContain('display.create');
    expect(kept).toContain('display.pair');
    for (const secret of [token, code, code.replaceAll('-', '')])
      expect(kept).not.toContain(secret);
  });

  it('is paired once by a code, whoever else tries at the same moment', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const { code } = await admin.client.displays.create(asked);
    const tries = [1, 2, 3, 4].map((n) =>
      site.identity.displayPairing.pair(code, { ...browser, address: `10.0.1.${n}` }),
    );
    const kinds = (await Promise.all(tries)).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['paired', 'refused', 'refused', 'refused']);
  });

  it('is not paired by a code that is an hour old', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const { code } = await admin.client.displays.create(asked);
    await site.clock.advance(HOUR);
    expect(await site.identity.displayPairing.pair(code, browser)).toEqual({ kind: 'refused' });
    const { rows } = await site.db.admin.query(
      `select host(ip_address) as address, success from identity.security_events
       where event_type = 'display-pairing-refused'`,
    );
    expect(rows).toEqual([{ address: '10.0.0.7', success: false }]);
  });

  it('makes an address that guesses codes wait, and no other', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const { code } = await admin.client.displays.create(asked);
    const guess = () => site.identity.displayPairing.pair('BBBB-BBBB-BBBB-BBBB', browser);
    for (let n = 0; n < 5; n += 1) expect(await guess()).toEqual({ kind: 'refused' });
    expect(await guess()).toEqual({ kind: 'throttled', retryAfterSeconds: expect.any(Number) });
    const right = await site.identity.displayPairing.pair(code, browser);
    expect(right.kind).toBe('throttled');
    const elsewhere = { ...browser, address: '10.0.0.8' };
    expect((await site.identity.displayPairing.pair(code, elsewhere)).kind).toBe('paired');
  });
});

describe('the right of a display', () => {
  it('ends at once when it is revoked, also by another process, and its browser is told by whom it was', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const { id, code } = await admin.client.displays.create(asked);
    const token = await pairedBy(site, code);
    const { connection, told } = await connected(site, token);
    await site.client(admin.connection, site.another()).displays.revoke({ id });
    await vi.waitFor(() => expect(connection.display).toBeNull());
    await vi.waitFor(() =>
      expect(told.at(-1)).toMatchObject({ kind: 'display-ended', how: 'revoked', name: 'Hall 1' }),
    );
    await site.clock.advance(1_000);
    expect(connection.closed.aborted).toBe(true);
    const again = await connected(site, token);
    expect(again.connection.display).toBeNull();
    await vi.waitFor(() => expect(again.told).toMatchObject([{ how: 'revoked' }]));
    expect(await codeOf(admin.client.displays.revoke({ id }))).toBe('NOT_FOUND');
    const { rows } = await admin.client.audit.list({ action: 'display.revoke' });
    expect(rows).toMatchObject([{ username: 'root.kim', targetId: id }]);
  });

  it('ends by itself on its day', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const { code } = await admin.client.displays.create(asked);
    const token = await pairedBy(site, code);
    const { connection, told } = await connected(site, token);
    site.clock.jumpTo(new Date(site.clock.now().getTime() + 30 * DAY));
    await site.clock.advance(1_000);
    expect(connection.display).toBeNull();
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ how: 'expired' }));
  });

  it('goes to the browser that is paired by another code; the one before is told', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const { id, code } = await admin.client.displays.create(asked);
    const old = await pairedBy(site, code);
    const before = await connected(site, old);
    const next = await admin.client.displays.newCode({ id });
    expect(before.connection.display).not.toBeNull();
    const token = await pairedBy(site, next.code);
    await vi.waitFor(() => expect(before.told.at(-1)).toMatchObject({ how: 'unknown' }));
    expect((await connected(site, old)).connection.display).toBeNull();
    expect((await connected(site, token)).connection.display).toMatchObject({ displayId: id });
    await admin.client.displays.revoke({ id });
    expect(await codeOf(admin.client.displays.newCode({ id }))).toBe('NOT_FOUND');
  });
});

describe('making a display', () => {
  it('is for those who manage tokens, after a proof', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const viewer = await signInUser(site, admin, 'lee', ['viewer']);
    expect(await codeOf(viewer.client.displays.create(asked))).toBe('FORBIDDEN');
    expect(await codeOf(viewer.client.displays.list({}))).toBe('FORBIDDEN');
    await site.clock.advance(200_000);
    await admin.client.session.touch();
    await site.clock.advance(200_000);
    expect(await codeOf(admin.client.displays.create(asked))).toBe('STEP_UP_REQUIRED');
  });

  it('shows no area or position that its maker does not see', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const nowhere = '0197b1c0-0000-7000-8000-000000000abc';
    expect(await codeOf(admin.client.displays.create({ ...asked, areaIds: [nowhere] }))).toBe(
      'NOT_FOUND',
    );
    expect(await codeOf(admin.client.displays.create({ ...asked, positionId: nowhere }))).toBe(
      'NOT_FOUND',
    );
    await site.db.admin.query('delete from identity.user_scopes where user_id = $1', [
      admin.userId,
    ]);
    expect(await codeOf(admin.client.displays.create(asked))).toBe('FORBIDDEN');
    const { rows } = await site.db.admin.query('select id from identity.displays');
    expect(rows).toEqual([]);
  });
});
