import { describe, expect, it } from 'vitest';
import { totpCode } from '#domains/identity/passwords/totp.ts';
import {
  codeOf,
  createIdentitySite,
  goodPassword,
  type IdentitySite,
} from '#test/support/identity-site.ts';

const admin = { username: 'root.kim', fullName: 'Kim Min-jung', password: goodPassword } as const;

async function siteWithAdmin() {
  const site = await createIdentitySite();
  const { connection } = site.connect({ address: '10.9.9.9' });
  const outcome = await site.client(connection).setUp.createFirstAdministrator({ ...admin });
  if (outcome.kind !== 'signed-in') throw new Error('The set-up did not sign in.');
  return { site, connection, ...outcome, [Symbol.asyncDispose]: () => site[Symbol.asyncDispose]() };
}

const signIn = (site: IdentitySite, username: string, password: string, address = '10.0.0.7') =>
  codeOf(site.client(site.connect({ address }).connection).session.signIn({ username, password }));

describe('the first run', () => {
  it('has no user and no password that works', async () => {
    await using site = await createIdentitySite();
    const { connection } = site.connect();
    expect(await site.client(connection).setUp.status()).toMatchObject({
      needsAdministrator: true,
    });
    for (const password of ['admin123', 'changeme', 'password']) {
      expect(await signIn(site, 'admin', password)).toBe('SIGN_IN_REFUSED');
    }
  });

  it('lets one of several first administrators win', async () => {
    await using site = await createIdentitySite();
    const racers = Array.from({ length: 6 }, (_, number) =>
      codeOf(
        site
          .client(site.connect().connection)
          .setUp.createFirstAdministrator({ ...admin, username: `racer${number}` }),
      ),
    );
    const outcomes = await Promise.all(racers);
    expect(outcomes.filter((outcome) => outcome === 'ALREADY_SET_UP')).toHaveLength(5);
    const { rows } = await site.db.admin.query('select count(*)::int as n from identity.users');
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('refuses a common password for the administrator', async () => {
    await using site = await createIdentitySite();
    const { setUp } = site.client(site.connect().connection);
    const call = setUp.createFirstAdministrator({ ...admin, password: 'password12345678' });
    expect(await codeOf(call)).toBe('WEAK_PASSWORD');
  });
});

describe('signing in with a password', () => {
  it('opens a session with the permissions of the roles', async () => {
    await using arranged = await siteWithAdmin();
    const { session } = arranged;
    expect(session).toMatchObject({ level: 'fresh', locked: false, username: 'root.kim' });
    expect(session.permissions).toContain('role:manage');
  });

  it('answers unknown, wrong and disabled accounts alike', async () => {
    await using arranged = await siteWithAdmin();
    const { site } = arranged;
    await site.db.admin.query(
      `insert into identity.users (username, full_name, status) values ('lee', 'Lee', 'inactive')`,
    );
    expect(await signIn(site, 'nobody', goodPassword)).toBe('SIGN_IN_REFUSED');
    expect(await signIn(site, 'lee', goodPassword)).toBe('SIGN_IN_REFUSED');
    expect(await signIn(site, 'root.kim', 'wrong')).toBe('SIGN_IN_REFUSED');
    const { rows } = await site.db.admin.query(
      'select count(*)::int as n from identity.failed_logins',
    );
    expect(rows).toEqual([{ n: 3 }]);
  });

  it('never judges a hundred attempts in a row, for known and unknown names alike', async () => {
    await using arranged = await siteWithAdmin();
    const { site } = arranged;
    for (const name of ['root.kim', 'nobody']) {
      const outcomes: unknown[] = [];
      for (let attempt = 0; attempt < 101; attempt += 1) {
        outcomes.push(await signIn(site, name, 'wrong', `10.1.0.${attempt}`));
      }
      const judged = outcomes.filter((outcome) => outcome === 'SIGN_IN_REFUSED').length;
      expect([name, judged]).toEqual([name, 5]);
      expect(outcomes.at(-1)).toBe('THROTTLED');
    }
  });

  it('counts attempts made at the same moment one by one', async () => {
    await using arranged = await siteWithAdmin();
    const { site } = arranged;
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => signIn(site, 'root.kim', 'wrong', `10.2.0.${n}`)),
    );
    expect(outcomes.filter((outcome) => outcome === 'SIGN_IN_REFUSED')).toHaveLength(5);
  });

  it('waits twice as long after each further failure, then forgets after a success', async () => {
    await using arranged = await siteWithAdmin();
    const { site } = arranged;
    for (let n = 0; n < 5; n += 1) await signIn(site, 'root.kim', 'wrong');
    await site.clock.advance(1_000);
    expect(await signIn(site, 'root.kim', 'wrong')).toBe('SIGN_IN_REFUSED');
    await site.clock.advance(1_000);
    expect(await signIn(site, 'root.kim', goodPassword)).toBe('THROTTLED');
    await site.clock.advance(1_100);
    expect(await signIn(site, 'root.kim', goodPassword)).toMatchObject({ kind: 'signed-in' });
    expect(await signIn(site, 'root.kim', 'wrong')).toBe('SIGN_IN_REFUSED');
  });

  it('locks the account after fifty failures until an administrator unlocks it', async () => {
    await using arranged = await siteWithAdmin();
    const { site } = arranged;
    for (let n = 0; n < 50; n += 1) {
      await signIn(site, 'root.kim', 'wrong', `10.3.0.${n}`);
      await site.clock.advance(901_000);
    }
    expect(await signIn(site, 'root.kim', goodPassword)).toBe('SIGN_IN_REFUSED');
    const { rows } = await site.db.admin.query('select status from identity.users');
    expect(rows).toEqual([{ status: 'locked' }]);
  });

  it('makes a weak hash strong when its owner signs in', async () => {
    await using arranged = await siteWithAdmin();
    const { site } = arranged;
    const weak = '$argon2id$v=19$m=64,t=1,p=1$';
    const { hash } = await import('@node-rs/argon2');
    const made = await hash(goodPassword, { memoryCost: 64, timeCost: 1, parallelism: 1 });
    expect(made.startsWith(weak)).toBe(true);
    await site.db.admin.query('update identity.credentials set password_hash = $1', [made]);
    expect(await signIn(site, 'root.kim', goodPassword)).toMatchObject({ kind: 'signed-in' });
    const { rows } = await site.db.admin.query<{ password_hash: string }>(
      'select password_hash from identity.credentials',
    );
    expect(rows[0]?.password_hash).toContain('m=1024');
  });
});

async function withMfa() {
  const made = await siteWithAdmin();
  const client = made.site.client(made.connection);
  const { secret } = await client.account.beginMfa();
  const { recoveryCodes } = await client.account.confirmMfa({
    code: totpCode(secret, made.site.clock.now()),
  });
  await made.site.clock.advance(30_000);
  return {
    ...made,
    secret,
    recoveryCodes,
    [Symbol.asyncDispose]: () => made.site[Symbol.asyncDispose](),
  };
}

describe('the second factor', () => {
  it('is asked for after the right password and takes each code once', async () => {
    await using arranged = await withMfa();
    const { site, secret } = arranged;
    const first = site.client(site.connect().connection).session;
    const proof = { username: 'root.kim', password: goodPassword };
    expect(await first.signIn(proof)).toEqual({ kind: 'second-factor-required' });
    const code = totpCode(secret, site.clock.now());
    expect(await first.confirmSecondFactor({ code })).toMatchObject({ kind: 'signed-in' });
    const replay = site.client(site.connect().connection).session;
    expect(await codeOf(replay.signIn({ ...proof, code }))).toBe('SIGN_IN_REFUSED');
  });

  it('cannot be given on a connection that gave no password', async () => {
    await using arranged = await withMfa();
    const { site, secret } = arranged;
    const { session } = site.client(site.connect().connection);
    const code = totpCode(secret, site.clock.now());
    expect(await codeOf(session.confirmSecondFactor({ code }))).toBe('SIGN_IN_REFUSED');
  });

  it('allows five tries in five minutes', async () => {
    await using arranged = await withMfa();
    const { site, secret } = arranged;
    const { session } = site.client(site.connect().connection);
    await session.signIn({ username: 'root.kim', password: goodPassword });
    const wrong = totpCode(secret, new Date(0));
    for (let n = 0; n < 5; n += 1) {
      expect(await codeOf(session.confirmSecondFactor({ code: wrong }))).toBe('SIGN_IN_REFUSED');
    }
    const right = totpCode(secret, site.clock.now());
    expect(await codeOf(session.confirmSecondFactor({ code: right }))).toBe('THROTTLED');
  });

  it('is replaced once by a recovery code', async () => {
    await using arranged = await withMfa();
    const { site, recoveryCodes } = arranged;
    const code = (recoveryCodes[0] ?? '').toLowerCase();
    const proof = { username: 'root.kim', password: goodPassword, code };
    const once = site.client(site.connect().connection).session.signIn(proof);
    expect(await once).toMatchObject({ kind: 'signed-in' });
    const twice = site.client(site.connect().connection).session.signIn(proof);
    expect(await codeOf(twice)).toBe('SIGN_IN_REFUSED');
  });

  it('keeps its secret and codes sealed', async () => {
    await using arranged = await withMfa();
    const { site, secret, recoveryCodes } = arranged;
    const { rows } = await site.db.admin.query<{ kept: string }>(
      `select (select string_agg(c::text, ' ') from identity.credentials c)
        || (select string_agg(r::text, ' ') from identity.recovery_codes r) as kept`,
    );
    expect(rows[0]?.kept).not.toContain(secret);
    expect(rows[0]?.kept).not.toContain(recoveryCodes[0]);
  });
});
