import { describe, expect, it } from 'vitest';
import { demoPasswords } from '#main/demo/people.ts';
import {
  cheapHashing,
  codeOf,
  createIdentitySite,
  goodPassword,
  signInAdministrator,
} from '#test/support/identity-site.ts';
import { createIdentity } from '#domains/identity/identity.domain.ts';

const published = demoPasswords[0] ?? '';

/** A database in which somebody has a demo password, opened by an installation that is no demo. */
async function siteOfDemoPeople() {
  const site = await createIdentitySite({ refusedPasswords: demoPasswords });
  const demo = createIdentity(site.platform, { hashing: cheapHashing });
  const person = { username: 'demo.lee', fullName: 'Lee Ji-ho', password: published };
  const { connection } = site.connect();
  await site.client(connection, demo).setUp.createFirstAdministrator(person);
  const signIn = (password: string, of = site.identity) =>
    codeOf(
      site
        .client(site.connect().connection, of)
        .session.signIn({ username: person.username, password }),
    );
  return { site, demo, signIn, [Symbol.asyncDispose]: () => site[Symbol.asyncDispose]() };
}

describe('a password of the demo', () => {
  it('opens the demo, and is refused elsewhere like a wrong one, with the reason on record', async () => {
    await using made = await siteOfDemoPeople();
    const { site, demo, signIn } = made;
    expect(await signIn(published, demo)).toMatchObject({ kind: 'signed-in' });
    expect(await signIn(published)).toBe(await signIn('not the password at all'));
    const { rows } = await site.db.admin.query(
      `select details->>'how' as how from identity.security_events
       where event_type = 'sign-in-failed' order by id`,
    );
    expect(rows).toEqual([{ how: 'published-password' }, { how: 'password' }]);
  });

  it('proves nothing to somebody who is signed in, either', async () => {
    await using made = await siteOfDemoPeople();
    const { site, demo } = made;
    const { connection } = site.connect();
    await site
      .client(connection, demo)
      .session.signIn({ username: 'demo.lee', password: published });
    const stepUp = site.client(connection).session.stepUp({ by: 'password', password: published });
    expect(await codeOf(stepUp)).toBe('SIGN_IN_REFUSED');
  });

  it('cannot be chosen, however long it is', async () => {
    await using site = await createIdentitySite({ refusedPasswords: demoPasswords });
    const admin = await signInAdministrator(site);
    for (const newPassword of demoPasswords) {
      const change = admin.client.account.changePassword({
        currentPassword: goodPassword,
        newPassword,
      });
      await expect(change).rejects.toMatchObject({
        code: 'WEAK_PASSWORD',
        data: { reason: 'common' },
      });
    }
  });
});
