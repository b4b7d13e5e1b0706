import { describe, expect, it, vi } from 'vitest';
import {
  codeOf,
  createIdentitySite,
  goodPassword,
  signInAdministrator,
  signInUser,
} from '#test/support/identity-site.ts';

const MINUTE = 60_000;

async function startedSite() {
  const site = await createIdentitySite();
  const running = await site.identity.start();
  const admin = await signInAdministrator(site);
  const end = new AsyncDisposableStack();
  end.use(site);
  end.use(running);
  return { site, admin, [Symbol.asyncDispose]: () => end.disposeAsync() };
}

describe('a session', () => {
  it('opens although the clock ticks while it is being opened', async () => {
    await using site = await createIdentitySite();
    await using running = new AsyncDisposableStack();
    running.use(await site.identity.start());
    const { now } = site.clock;
    let reads = 0;
    site.clock.now = () => new Date(now().getTime() + (reads += 1));
    const admin = await signInAdministrator(site);
    expect(admin.connection.session?.actor.level).toBe('fresh');
  });

  it('lowers its proof after five minutes, and a step-up raises it', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    expect(admin.connection.session?.actor.level).toBe('fresh');
    for (let n = 0; n < 10; n += 1) {
      await site.clock.advance(31_000);
      await admin.client.session.touch();
    }
    expect(admin.connection.session?.actor.level).toBe('proven');
    const request = { name: 'node 7', scopes: ['node:connect' as const], validDays: 30 };
    expect(await codeOf(admin.client.tokens.create(request))).toBe('STEP_UP_REQUIRED');
    await admin.client.session.stepUp({ by: 'password', password: goodPassword });
    expect(admin.connection.session?.actor.level).toBe('fresh');
    expect(await admin.client.tokens.create(request)).toMatchObject({
      secret: expect.stringMatching(/^sbx_/u) as string,
    });
  });

  it('locks after five minutes without input, and the password unlocks it', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    await site.clock.advance(4 * MINUTE);
    await admin.client.session.touch();
    await site.clock.advance(4 * MINUTE);
    expect(admin.connection.session?.locked).toBe(false);
    await site.clock.advance(MINUTE + 1_000);
    expect(admin.connection.session?.locked).toBe(true);
    expect(await codeOf(admin.client.roles.list())).toBe('LOCKED');
    const wrong = admin.client.session.unlock({ by: 'password', password: 'wrong' });
    expect(await codeOf(wrong)).toBe('SIGN_IN_REFUSED');
    await admin.client.session.unlock({ by: 'password', password: goodPassword });
    expect(await admin.client.roles.list()).not.toHaveLength(0);
  });

  it('ends after twelve hours of use', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    for (let passed = 0; passed < 12 * 60; passed += 4) {
      if (admin.connection.session) await admin.client.session.touch();
      await site.clock.advance(4 * MINUTE);
    }
    await vi.waitFor(() => expect(admin.connection.session).toBeNull());
    expect(await codeOf(admin.client.roles.list())).toBe('UNAUTHENTICATED');
  });

  it('ends when the wall clock passes its end, and not later when it is set back', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    site.clock.jumpTo(new Date(site.clock.now().getTime() - 60 * MINUTE));
    await site.clock.advance(1_000);
    expect(admin.connection.session).not.toBeNull();
    site.clock.jumpTo(new Date(site.clock.now().getTime() + 14 * 60 * MINUTE));
    await site.clock.advance(1_000);
    await vi.waitFor(() => expect(admin.connection.session).toBeNull());
  });

  it('is taken from every connection when an administrator ends it, in other processes too', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const elsewhere = site.another();
    await using running = new AsyncDisposableStack();
    running.use(await elsewhere.start());
    const user = await signInUser(site, admin, 'lee');
    const handover = await user.client.session.stepUp({ by: 'password', password: goodPassword });
    const token = await elsewhere.redeemHandover(handover.handover);
    const far = site.connect();
    expect(await elsewhere.attachClient(far.connection, token ?? '')).toBe(true);
    const id = user.connection.session?.actor.sessionId ?? '';
    await admin.client.security.endSession({ id });
    expect(user.connection.session).toBeNull();
    await vi.waitFor(() => expect(far.connection.session).toBeNull());
    await site.clock.advance(1_000);
    expect(far.hangUps).toEqual(['The session was ended.']);
    expect(far.connection.closed.aborted).toBe(true);
  });

  it('loses rights the moment a role is taken away', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const user = await signInUser(site, admin, 'lee', ['manager']);
    expect(await user.client.users.list({})).toMatchObject({ nextCursor: null });
    const { version } = await admin.client.users.get({ id: user.userId });
    await admin.client.users.setRoles({ id: user.userId, version, roleIds: [] });
    await vi.waitFor(() => expect(user.connection.session?.actor.permissions.size).toBe(0));
    expect(await codeOf(user.client.users.list({}))).toBe('FORBIDDEN');
  });

  it('ends at once when its owner is deactivated', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const user = await signInUser(site, admin, 'lee');
    const { version } = await admin.client.users.get({ id: user.userId });
    await admin.client.users.setStatus({ id: user.userId, version, status: 'inactive' });
    await vi.waitFor(() => expect(user.connection.session).toBeNull());
    await site.clock.advance(1_000);
    expect(user.connection.closed.aborted).toBe(true);
  });

  it('tells its watchers what happens to it', async () => {
    await using arranged = await startedSite();
    const { admin } = arranged;
    const seen: string[] = [];
    const stream = await admin.client.session.watch();
    const watching = (async () => {
      for await (const view of stream) {
        if (view.kind === 'signed-in') seen.push(`locked ${view.locked}`);
        if (view.kind !== 'signed-out') continue;
        seen.push(`out ${view.endedBy}`);
        return;
      }
    })();
    await vi.waitFor(() => expect(seen).toEqual(['locked false']));
    await admin.client.session.lock();
    await vi.waitFor(() => expect(seen).toHaveLength(2));
    await admin.client.session.signOut();
    await watching;
    expect(seen).toEqual(['locked false', 'locked true', 'out user']);
  });

  it('resumes by the newest token only', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const first = await site.identity.redeemHandover(admin.handover);
    expect(await site.identity.redeemHandover(admin.handover)).toBeNull();
    const again = await admin.client.session.stepUp({ by: 'password', password: goodPassword });
    const second = await site.identity.redeemHandover(again.handover);
    expect(await site.identity.attachClient(site.connect().connection, first ?? '')).toBe(false);
    const { connection } = site.connect();
    expect(await site.identity.attachClient(connection, second ?? '')).toBe(true);
    expect(connection.session?.actor.username).toBe('root.kim');
  });

  it('keeps tokens and codes as hashes only', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const token = await site.identity.redeemHandover(admin.handover);
    const { rows } = await site.db.admin.query(
      'select s::text as kept from identity.sessions as s',
    );
    const kept = JSON.stringify(rows);
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(admin.handover);
    expect(kept).not.toContain(Buffer.from(token ?? '').toString('hex'));
  });
});

describe('a forced change of password', () => {
  it('comes before any session, and the one-time password works once', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const made = await admin.client.users.create({ username: 'lee', fullName: 'Lee', roleIds: [] });
    const { connection } = site.connect();
    const { session } = site.client(connection);
    const proof = { username: 'lee', password: made.oneTimePassword };
    expect(await session.signIn(proof)).toEqual({
      kind: 'password-change-required',
      minimumLength: 15,
    });
    expect(connection.session).toBeNull();
    const unchanged = session.completePasswordChange({ newPassword: made.oneTimePassword });
    expect(await codeOf(unchanged)).toBe('WEAK_PASSWORD');
    const done = await session.completePasswordChange({ newPassword: goodPassword });
    expect(done).toMatchObject({ kind: 'signed-in' });
    const again = site.client(site.connect().connection).session.signIn(proof);
    expect(await codeOf(again)).toBe('SIGN_IN_REFUSED');
  });

  it('stops working after a day', async () => {
    await using arranged = await startedSite();
    const { site, admin } = arranged;
    const made = await admin.client.users.create({ username: 'lee', fullName: 'Lee', roleIds: [] });
    await site.clock.advance(24 * 60 * MINUTE + 1);
    const { session } = site.client(site.connect().connection);
    const late = session.signIn({ username: 'lee', password: made.oneTimePassword });
    expect(await codeOf(late)).toBe('SIGN_IN_REFUSED');
  });
});

describe('the session monitor', () => {
  it('ends and locks sessions whose process is gone', async () => {
    await using site = await createIdentitySite();
    await signInAdministrator(site);
    await site.clock.advance(6 * MINUTE);
    expect(await site.runMonitor('identity.session-end')).toBe(1);
    await site.clock.advance(12 * 60 * MINUTE);
    expect(await site.runMonitor('identity.session-end')).toBe(1);
    const { rows } = await site.db.admin.query('select ended_by from identity.sessions');
    expect(rows).toEqual([{ ended_by: 'timeout' }]);
  });
});
