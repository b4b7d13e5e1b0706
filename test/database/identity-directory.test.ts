import { describe, expect, it } from 'vitest';
import {
  type Administrator,
  codeOf,
  createIdentitySite,
  signInAdministrator,
  signInUser,
} from '#test/support/identity-site.ts';

const person = { fullName: 'Lee Ji-woo', email: 'lee@example.org', phone: '+82 2 555 0101' };

async function make(admin: Administrator, username: string) {
  const { id } = await admin.client.users.create({ ...person, email: null, username, roleIds: [] });
  return id;
}

describe('the directory', () => {
  it('shows names in lists and contact data in the detail only, which is recorded', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    const { id } = await admin.client.users.create({ ...person, username: 'lee', roleIds: [] });
    const list = await admin.client.users.list({ search: 'ji-w' });
    expect(list.rows.map(({ username }) => username)).toEqual(['lee']);
    expect(JSON.stringify(list)).not.toContain('example.org');
    expect(await admin.client.users.get({ id })).toMatchObject(person);
    const { rows } = await admin.client.audit.dataAccess({ resourceId: id });
    expect(rows).toMatchObject([
      { username: 'root.kim', accessType: 'view', resourceType: 'user' },
    ]);
  });

  it('shows no contact data, and changes nothing, while the trail cannot be written', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    const id = await make(admin, 'lee');
    const { version } = await admin.client.users.get({ id });
    for (const trail of ['data_access_logs', 'audit_logs']) {
      await site.db.admin.query(`revoke insert on identity.${trail} from signalbox_app`);
    }
    expect(await codeOf(admin.client.users.get({ id }))).toBe('INCIDENT');
    const change = { id, version, username: 'lee', fullName: 'Somebody Else' };
    expect(await codeOf(admin.client.users.update(change))).toBe('INCIDENT');
    const { rows } = await site.db.admin.query(
      'select full_name from identity.users where id = $1',
      [id],
    );
    expect(rows).toEqual([{ full_name: person.fullName }]);
  });

  it('lets one of two editors save and tells the other which version stands', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    const id = await make(admin, 'lee');
    const { version } = await admin.client.users.get({ id });
    const save = (fullName: string) =>
      admin.client.users.update({ id, version, username: 'lee', fullName });
    const outcomes = await Promise.all(['One', 'Two'].map((name) => codeOf(save(name))));
    expect(outcomes).toEqual(expect.arrayContaining([{ version: version + 1 }, 'CONFLICT']));
    const { rows } = await admin.client.audit.list({ action: 'user.update' });
    expect(rows).toHaveLength(1);
    const detail = await admin.client.audit.get({ id: rows[0]?.id ?? '' });
    expect(detail.oldValues).toMatchObject({ full_name: 'Lee Ji-woo' });
  });

  it('names the field that is taken, whatever its case', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    await make(admin, 'lee');
    expect(await codeOf(make(admin, 'LEE'))).toBe('DUPLICATE');
  });

  it('keeps the last administrator', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    const { version } = await admin.client.users.get({ id: admin.userId });
    const { users } = admin.client;
    const id = admin.userId;
    expect(await codeOf(users.setRoles({ id, version, roleIds: [] }))).toBe('LAST_ADMINISTRATOR');
    expect(await codeOf(users.remove({ id, version }))).toBe('LAST_ADMINISTRATOR');
    expect(await codeOf(users.setStatus({ id, version, status: 'inactive' }))).toBe(
      'LAST_ADMINISTRATOR',
    );
    expect((await users.get({ id })).roles).toEqual(['admin']);
  });

  it('keeps one of two administrators who take each other’s role at the same moment', async () => {
    await using site = await createIdentitySite();
    const one = await signInAdministrator(site);
    const two = await signInUser(site, one, 'lee', ['admin']);
    const first = await one.client.users.get({ id: one.userId });
    const second = await one.client.users.get({ id: two.userId });
    const outcomes = await Promise.all([
      codeOf(one.client.users.setRoles({ id: second.id, version: second.version, roleIds: [] })),
      codeOf(two.client.users.setRoles({ id: first.id, version: first.version, roleIds: [] })),
    ]);
    expect(outcomes).toContain('LAST_ADMINISTRATOR');
    const { rows } = await site.db.admin.query(
      'select count(*)::int as n from identity.user_roles',
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('gives roles only by hands that may', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    const { id: clerkRole } = await admin.client.roles.create({
      name: 'clerk',
      permissions: ['user:create'],
    });
    const clerk = await signInUser(site, admin, 'lee', ['clerk']);
    const makeWith = (roleIds: string[]) =>
      clerk.client.users.create({ username: 'x1', fullName: 'X', roleIds });
    expect(await codeOf(makeWith([clerkRole]))).toBe('FORBIDDEN');
    expect(await makeWith([])).toMatchObject({ oneTimePassword: expect.any(String) as string });
  });

  it('saves the grid of roles whole or not at all', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    const roles = await admin.client.roles.list();
    const [guest, nurse] = ['guest', 'nurse'].map((name) =>
      roles.find((role) => role.name === name),
    );
    if (!guest || !nurse) throw new Error('The seeded roles are missing.');
    const column = (role: typeof guest, version = role.version) => {
      const { id, name, description } = role;
      return { id, name, description, version, permissions: ['alarm:read' as const] };
    };
    const stale = admin.client.roles.saveGrid({ roles: [column(guest), column(nurse, 99)] });
    expect(await codeOf(stale)).toBe('CONFLICT');
    const after = await admin.client.roles.list();
    expect(after.find(({ id }) => id === guest.id)?.permissions).toEqual(guest.permissions);
    await admin.client.roles.saveGrid({ roles: [column(guest), column(nurse)] });
    const saved = await admin.client.roles.list();
    expect(saved.find(({ id }) => id === nurse.id)?.permissions).toEqual(['alarm:read']);
  });

  it('protects the administrator role, and roles that somebody holds', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    await signInUser(site, admin, 'lee', ['guest']);
    const roles = await admin.client.roles.list();
    const remove = (name: string) => {
      const role = roles.find((each) => each.name === name);
      return codeOf(admin.client.roles.remove({ id: role?.id ?? '', version: role?.version ?? 0 }));
    };
    expect([await remove('admin'), await remove('guest'), await remove('nurse')]).toEqual([
      'PROTECTED_ROLE',
      'ROLE_IN_USE',
      {},
    ]);
  });

  it('refuses a circle of departments, also one that two moves close together', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    const { departments } = admin.client;
    const { id: one } = await departments.create({ name: 'One' });
    const { id: two } = await departments.create({ name: 'Two' });
    const outcomes = await Promise.all([
      codeOf(departments.update({ id: one, version: 1, name: 'One', parentId: two })),
      codeOf(departments.update({ id: two, version: 1, name: 'Two', parentId: one })),
    ]);
    expect(outcomes).toEqual(expect.arrayContaining([{ version: 2 }, 'DEPARTMENT_CYCLE']));
  });

  it('counts departments below as part of a scope', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    const user = await signInUser(site, admin, 'lee');
    const { id: top } = await admin.client.departments.create({ name: 'Top' });
    const { id: below } = await admin.client.departments.create({ name: 'Below', parentId: top });
    const { version } = await admin.client.users.get({ id: user.userId });
    const scope = { scopeType: 'department', scopeId: top, permissionLevel: 'operate' } as const;
    await admin.client.users.setScopes({ id: user.userId, version, scopes: [scope] });
    const ids = async (level: string) => {
      const client = site.db.admin;
      await client.query('begin');
      await client.query(`select set_config('app.user_id', $1, true)`, [user.userId]);
      const { rows } = await client.query<{ ids: string[] }>(
        `select identity.scope_ids('department', $1) as ids`,
        [level],
      );
      await client.query('rollback');
      return rows[0]?.ids.toSorted();
    };
    expect(await ids('view')).toEqual([top, below].toSorted());
    expect(await ids('manage')).toEqual([]);
  });
});
