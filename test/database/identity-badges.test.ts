import { describe, expect, it, vi } from 'vitest';
import { memoryDevice } from '#platform/serial/memory-transport.ts';
import { encodePlainLine } from '#platform/serial/plain-line.ts';
import {
  codeOf,
  createIdentitySite,
  signInAdministrator,
  signInUser,
} from '#test/support/identity-site.ts';

const wedge = (keys: string) => ({ from: 'wedge' as const, keys });
const uid = '62E3086CED';

async function siteWithBadge() {
  const site = await createIdentitySite();
  const admin = await signInAdministrator(site);
  const user = await signInUser(site, admin, 'lee', ['shop operator']);
  const readings: [ReturnType<typeof wedge>, ReturnType<typeof wedge>] = [wedge(uid), wedge(uid)];
  const { id } = await admin.client.badges.enrol({ userId: user.userId, readings });
  return {
    site,
    admin,
    user,
    badgeId: id,
    [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
  };
}

describe('a badge', () => {
  it('identifies its holder in either byte order, and its number is kept nowhere', async () => {
    await using arranged = await siteWithBadge();
    const { site, admin, user } = arranged;
    const who = await site.identity.badges.identify(null, {
      technology: 'em4100',
      hex: 'ED6C08E362',
    });
    expect(who).toMatchObject({ kind: 'known', userId: user.userId });
    const tables = [
      'badges',
      'badge_history',
      'audit_logs',
      'security_events',
      'sign_in_throttles',
    ];
    for (const table of tables) {
      const { rows } = await site.db.admin.query(
        `select t::text as row from identity.${table} as t`,
      );
      expect(JSON.stringify([table, rows]).toUpperCase()).not.toContain(uid);
    }
    const [badge] = await admin.client.badges.list({ userId: user.userId });
    expect(badge?.lastFour).toBe('6CED');
  });

  it('is enrolled by two equal readings only, once, and never with a random number', async () => {
    await using arranged = await siteWithBadge();
    const { admin, user } = arranged;
    const enrol = (first: string, second: string) =>
      codeOf(
        admin.client.badges.enrol({ userId: user.userId, readings: [wedge(first), wedge(second)] }),
      );
    expect(await enrol('0102030405', '0102030406')).toBe('READINGS_DIFFER');
    expect(await enrol(uid, uid)).toBe('BADGE_TAKEN');
    expect(await enrol('ED6C08E362', 'ED6C08E362')).toBe('BADGE_TAKEN');
    expect(await enrol('08AABBCC', '08AABBCC')).toBe('RANDOM_UID');
    expect(await enrol('not a badge', 'not a badge')).toBe('UNREADABLE_UID');
  });

  it('signs in to little without a PIN and to more with one', async () => {
    await using arranged = await siteWithBadge();
    const { site, user } = arranged;
    await user.client.account.setPin({ pin: '482915' });
    const { connection } = site.connect();
    const client = site.client(connection);
    await client.session.signInWithBadge({ badge: wedge(uid) });
    expect(connection.session?.actor.level).toBe('badge');
    expect(await codeOf(client.account.security())).toBe('STEP_UP_REQUIRED');
    await client.session.stepUp({ by: 'pin', pin: '482915' });
    expect(await client.account.security()).toMatchObject({ pinSet: true });
    const switched = await client.session.signInWithBadge({ badge: wedge(uid), pin: '482915' });
    expect(switched).toMatchObject({ session: { level: 'fresh' } });
    const { rows } = await site.db.admin.query(
      `select count(*)::int as n from identity.sessions where ended_by = 'switch'`,
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('stops its PIN after five wrong ones, even for the right one', async () => {
    await using arranged = await siteWithBadge();
    const { site, admin, user } = arranged;
    await user.client.account.setPin({ pin: '482915' });
    const shown = (pin: string) =>
      codeOf(
        site.client(site.connect().connection).session.signInWithBadge({ badge: wedge(uid), pin }),
      );
    for (let n = 0; n < 5; n += 1) expect(await shown('000001')).toBe('SIGN_IN_REFUSED');
    expect(await shown('482915')).toBe('SIGN_IN_REFUSED');
    await admin.client.users.setPin({ id: user.userId, pin: '739251' });
    expect(await shown('739251')).toMatchObject({ kind: 'signed-in' });
  });

  it('names nobody once it is lost, and that it was shown is recorded', async () => {
    await using arranged = await siteWithBadge();
    const { site, admin, badgeId } = arranged;
    await admin.client.badges.setStatus({
      id: badgeId,
      version: 1,
      status: 'lost',
      reason: 'Tram',
    });
    const place = { key: 'machine:1', name: 'Lathe' };
    const who = await site.identity.badges.identify(
      null,
      { technology: 'em4100', hex: uid },
      place,
    );
    expect(who).toMatchObject({ kind: 'lost', badgeId });
    const { rows } = await admin.client.security.events({ eventType: 'badge-lost' });
    expect(rows).toMatchObject([{ resourceId: badgeId, success: false }]);
    const history = await admin.client.badges.history({ id: badgeId });
    expect(history.map(({ status, reason }) => [status, reason])).toEqual([
      ['lost', 'Tram'],
      ['active', null],
    ]);
  });

  it('raises events at two places within seconds, and when unknown ones come in a burst', async () => {
    await using arranged = await siteWithBadge();
    const { site, admin } = arranged;
    const at = (key: string, hex: string) =>
      site.identity.badges.identify(null, { technology: 'em4100', hex }, { key, name: key });
    await at('machine:1', uid);
    await at('machine:1', uid);
    await at('machine:2', uid);
    for (let n = 0; n < 7; n += 1) await at('machine:3', `AABBCCDD0${n}`);
    const count = async (eventType: string) =>
      (await admin.client.security.events({ eventType })).rows.length;
    expect(await count('badge-at-two-places')).toBe(1);
    expect(await count('badge-unknown')).toBe(7);
    expect(await site.runMonitor('identity.misuse-watch')).toBe(1);
    expect(await count('badge-unknown-burst')).toBe(1);
  });
});

describe('a serial reader', () => {
  it('opens when it is configured, reads, traces, and closes when it is removed', async () => {
    const device = memoryDevice('reader');
    await using site = await createIdentitySite({ makeTransport: () => device.transport });
    await using running = new AsyncDisposableStack();
    running.use(await site.identity.start());
    const admin = await signInAdministrator(site);
    const reads: string[] = [];
    site.identity.reads.subscribe((read) => reads.push(read.hex));
    const { id } = await admin.client.readers.create({
      name: 'Desk reader',
      endpoint: 'tcp://10.0.0.9:4001',
      profile: 'plain-line',
      assignment: { purpose: 'sign-in', workstation: 'desk' },
    });
    await vi.waitFor(() => expect(device.connected).toBe(true));
    device.emit(encodePlainLine(Uint8Array.from([0x62, 0xe3, 0x08, 0x6c, 0xed]), 'hex'));
    await vi.waitFor(() => expect(reads).toEqual([uid]));
    const trace = await admin.client.readers.trace({ id });
    const kinds: string[] = [];
    for await (const entry of trace) {
      kinds.push(entry.kind);
      if (entry.kind === 'frame') break;
    }
    expect(kinds.at(-1)).toBe('frame');
    const taken = admin.client.readers.create({
      name: 'Twin',
      endpoint: 'tcp://10.0.0.9:4001',
      profile: 'plain-line',
      assignment: { purpose: 'enrolment', workstation: 'desk' },
    });
    expect(await codeOf(taken)).toBe('ENDPOINT_TAKEN');
    await admin.client.readers.remove({ id, version: 1 });
    await vi.waitFor(() => expect(device.connected).toBe(false));
  });
});
