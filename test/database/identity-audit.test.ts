import { describe, expect, it } from 'vitest';
import { openClient } from '#platform/database/client.ts';
import { createIdentitySite, signInAdministrator } from '#test/support/identity-site.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

/** A site whose trail has records 1 to `count`, sealed in two links and anchored. */
async function sealedSite(count = 20) {
  const site = await createIdentitySite();
  const admin = await signInAdministrator(site);
  const write = (half: number) =>
    site.platform.database.asSystem('test', async (tx) => {
      for (let number = 0; number < count / 2; number += 1) {
        await site.identity.audit.record(tx, {
          userId: null,
          username: 'test',
          action: 'thing.change',
          targetType: 'thing',
          targetId: `${half}-${number}`,
          newValues: { b: 1, a: { z: true } },
        });
      }
    });
  await write(1);
  await site.runMonitor('identity.audit-seal');
  await write(2);
  await site.runMonitor('identity.audit-seal');
  const tamper = async (statement: string) => {
    await site.db.admin.query(statement);
    return (await admin.client.audit.verify()).fault;
  };
  return { site, admin, tamper, [Symbol.asyncDispose]: () => site[Symbol.asyncDispose]() };
}

describe('the audit trail', () => {
  it('verifies when nobody touched it, whatever the time zone', async () => {
    await using arranged = await sealedSite();
    const { site, admin } = arranged;
    await site.db.admin.query(`do $$ begin execute format(
      'alter database %I set timezone to ''Asia/Seoul''', current_database()); end $$`);
    const verdict = await admin.client.audit.verify();
    expect(verdict).toMatchObject({ checkedSeals: 2, unsealed: 0, fault: null });
    expect(verdict.checkedRecords).toBeGreaterThanOrEqual(20);
  });

  it('finds a changed record', async () => {
    await using arranged = await sealedSite();
    const { tamper } = arranged;
    const found = await tamper(
      `update identity.audit_logs set username = 'somebody else' where id = 5`,
    );
    expect(found).toMatchObject({ kind: 'changed', id: '5' });
  });

  it('finds a change whose canonical text was changed along with it', async () => {
    await using arranged = await sealedSite();
    const { tamper } = arranged;
    const found = await tamper(`
      update identity.audit_logs set username = 'somebody else' where id = 5;
      update identity.audit_logs as a set canonical = identity.audit_canonical(a) where id = 5`);
    expect(found).toMatchObject({ kind: 'changed', id: '5' });
  });

  it('finds a record deleted from the middle', async () => {
    await using arranged = await sealedSite();
    const { tamper } = arranged;
    const found = await tamper('delete from identity.audit_logs where id = 7');
    expect(found).toMatchObject({ kind: 'missing', id: '7' });
  });

  it('finds records that changed places', async () => {
    await using arranged = await sealedSite();
    const { tamper } = arranged;
    const found = await tamper(`
      alter table identity.audit_logs alter column id drop identity;
      update identity.audit_logs set id = -5 where id = 5;
      update identity.audit_logs set id = 5 where id = 6;
      update identity.audit_logs set id = 6 where id = -5`);
    expect(found).toMatchObject({ kind: 'reordered', id: '5' });
  });

  it('finds an end cut off with its seals, by the anchor outside the database', async () => {
    await using arranged = await sealedSite();
    const { site, tamper } = arranged;
    expect(await site.runMonitor('identity.audit-anchor')).toBe(1);
    const found = await tamper(`
      delete from identity.audit_logs where id in (select unnest(row_ids) from identity.audit_seals where id = 2);
      delete from identity.audit_seals where id = 2`);
    expect(found).toMatchObject({ kind: 'truncated', id: '2' });
  });

  it('finds a seal that was made anew', async () => {
    await using arranged = await sealedSite();
    const { site, tamper } = arranged;
    await site.runMonitor('identity.audit-anchor');
    const found = await tamper(`
      delete from identity.audit_logs where id = 15;
      update identity.audit_seals as s set row_ids = remade.ids, row_hashes = remade.hashes,
        hash = identity.seal_hash(s.id, s.previous_hash, remade.ids, remade.hashes)
      from (select array_agg(a.id order by a.id) as ids,
          string_agg(sha256(convert_to(a.canonical, 'UTF8')), ''::bytea order by a.id) as hashes
        from identity.audit_logs as a, identity.audit_seals as t
        where t.id = 2 and a.id = any (t.row_ids)) as remade
      where s.id = 2`);
    expect(found).toMatchObject({ kind: 'truncated', id: '2' });
  });

  it('finds a record that was kept from being sealed', async () => {
    await using arranged = await sealedSite();
    const { site, tamper } = arranged;
    await site.platform.database.asSystem('test', (tx) =>
      site.identity.audit.record(tx, { userId: null, username: 'test', action: 'thing.hide' }),
    );
    const found = await tamper('delete from identity.audit_unsealed');
    expect(found).toMatchObject({ kind: 'missing' });
  });

  it('seals a record that commits after a later one was sealed', async () => {
    await using arranged = await sealedSite();
    const { site, admin } = arranged;
    await using slow = await openClient(site.db.adminTarget, 'slow');
    await slow.client.query(`begin; select set_config('app.system', 'slow', true)`);
    await slow.client.query(
      `insert into identity.audit_logs (username, action, canonical) values ('slow', 'thing.late', '')`,
    );
    await site.platform.database.asSystem('test', (tx) =>
      site.identity.audit.record(tx, { userId: null, username: 'test', action: 'thing.early' }),
    );
    expect(await site.runMonitor('identity.audit-seal')).toBe(1);
    await slow.client.query('commit');
    expect(await site.runMonitor('identity.audit-seal')).toBe(1);
    expect(await admin.client.audit.verify()).toMatchObject({ unsealed: 0, fault: null });
  });

  it('cannot be changed by the program, whoever it acts for', async () => {
    await using db = await createTestDatabase();
    const { rows } = await db.admin.query(`
      select tables.name, privileges.name as may
      from unnest(array['audit_logs', 'audit_seals', 'data_access_logs', 'badge_history']) as tables (name),
        unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) as privileges (name)
      where has_table_privilege('signalbox_app', 'identity.' || tables.name, privileges.name)
        or has_any_column_privilege('signalbox_app', 'identity.' || tables.name, 'UPDATE')`);
    expect(rows).toEqual([]);
  });

  it('cannot be signed with another name by a person', async () => {
    await using arranged = await sealedSite();
    const { site, admin } = arranged;
    const attempt = site.platform.database.asUser({ userId: admin.userId }, (tx) =>
      site.identity.audit.record(tx, {
        userId: '00000000-0000-4000-8000-000000000001',
        username: 'lee',
        action: 'thing.forge',
      }),
    );
    await expect(attempt).rejects.toMatchObject({ code: '42501' });
  });

  it('is listed by page, filtered, read whole and exported without formulas', async () => {
    await using arranged = await sealedSite();
    const { site, admin } = arranged;
    await site.platform.database.asSystem('test', (tx) =>
      site.identity.audit.record(tx, {
        userId: null,
        username: '=cmd()',
        action: 'thing.change',
        changeReason: 'said "no", twice',
      }),
    );
    const first = await admin.client.audit.list({ action: 'thing', limit: 15 });
    const rest = await admin.client.audit.list({
      action: 'thing',
      limit: 15,
      cursor: first.nextCursor ?? '',
    });
    expect([first.rows.length, rest.rows.length, rest.nextCursor]).toEqual([15, 6, null]);
    const detail = await admin.client.audit.get({ id: rest.rows[0]?.id ?? '' });
    expect(detail).toMatchObject({ newValues: { a: { z: true }, b: 1 } });
    expect(detail.hash).toMatch(/^[0-9a-f]{64}$/u);
    let text = '';
    for await (const piece of await admin.client.audit.export({ action: 'thing.change' }))
      text += piece.text;
    expect(text.split('\r\n')).toHaveLength(23);
    expect(text).toContain(`'=cmd()`);
    expect(text).toContain('"said ""no"", twice"');
    const { rows } = await admin.client.audit.list({ action: 'audit.export' });
    expect(rows).toHaveLength(1);
  });
});
