import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract';
import { describe, expect, it } from 'vitest';
import { badgeTechnologies } from '#contract/identity/session.ts';
import { lineForms, readerProfiles } from '#contract/identity/readers.ts';
import { contract } from '#contract/index.ts';
import { permissions } from '#contract/permissions.ts';
import { authLevels, type ProcedureMeta } from '#contract/procedure.ts';
import { badgeTechnologies as serialTechnologies } from '#platform/serial/badge-uid.ts';
import { readerProfiles as serialProfiles } from '#platform/serial/reader-profiles.ts';
import {
  createIdentitySite,
  type IdentitySite,
  signInAdministrator,
} from '#test/support/identity-site.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

interface Declared {
  readonly path: string;
  readonly procedure: AnyContractProcedure;
  readonly meta: Partial<ProcedureMeta>;
}

function declared(node: object, path: readonly string[] = []): Declared[] {
  if (isContractProcedure(node)) {
    return [{ path: path.join('.'), procedure: node, meta: node['~orpc'].meta as ProcedureMeta }];
  }
  return Object.entries(node).flatMap(([key, below]) => declared(below as object, [...path, key]));
}

const all = declared(contract);
const own = declared(contract.identity);

/** Calls the procedure at a path of nested clients without input. */
async function call(client: object, path: string): Promise<string> {
  const procedure = path
    .split('.')
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], client);
  try {
    const answer = await (procedure as () => Promise<unknown>)();
    if (typeof answer === 'object' && answer && 'return' in answer) {
      await (answer as AsyncGenerator).return(undefined);
    }
    return 'allowed';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('the contract', () => {
  it.each(all)('declares who may call $path', ({ meta }) => {
    expect([...permissions, 'signed-in', 'public', 'token']).toContain(meta.permission);
    expect(authLevels).toContain(meta.level);
    expect(meta.whileLocked).toBeTypeOf('boolean');
  });

  it('lets strangers call no more of identity than signing in takes', () => {
    const open = own.filter(({ meta }) => meta.permission === 'public').map(({ path }) => path);
    expect(open.toSorted()).toEqual([
      'session.badgeReads',
      'session.completePasswordChange',
      'session.confirmSecondFactor',
      'session.signIn',
      'session.signInWithBadge',
      'session.watch',
      'setUp.createFirstAdministrator',
      'setUp.status',
    ]);
  });

  it('lets a badge alone do nothing in identity but keep its own session', () => {
    const weak = own.filter(({ meta }) => meta.level === 'badge' && meta.permission !== 'public');
    expect(weak.map(({ path }) => path).toSorted()).toEqual([
      'account.setLocale',
      'session.lock',
      'session.signOut',
      'session.stepUp',
      'session.touch',
      'session.unlock',
    ]);
  });

  it('names badges and readers as the serial links do', () => {
    expect(badgeTechnologies).toEqual(serialTechnologies);
    expect(readerProfiles.toSorted()).toEqual(Object.keys(serialProfiles).toSorted());
    expect(lineForms).toEqual(['hex', 'decimal']);
  });
});

describe('the catalogue', () => {
  it('seeds exactly the permissions of the contract', async () => {
    await using db = await createTestDatabase();
    const { rows } = await db.admin.query('select name from identity.permissions');
    expect(rows.map(({ name }) => name as string).toSorted()).toEqual(permissions.toSorted());
  });

  it('knows the roles of all five source designs', async () => {
    await using db = await createTestDatabase();
    const { rows } = await db.admin.query('select name from identity.roles');
    expect(rows.map(({ name }) => name as string)).toEqual(
      expect.arrayContaining([
        'admin',
        'operator',
        'support',
        'viewer',
        'nurse',
        'caregiver',
        'maintenance',
        'guest',
        'manager',
        'technician',
        'HQ_ADMIN',
        'BRANCH_MANAGER',
        'PARTNER_COORDINATOR',
        'INSTALLER',
      ]),
    );
  });
});

describe('each role', () => {
  it('may call exactly the procedures whose permission it holds', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    const roles = await admin.client.roles.list();
    for (const role of roles) {
      for (const { path, meta } of own) {
        if (meta.permission === 'public' || path.startsWith('session.')) continue;
        const { connection } = site.connect();
        connection.session = {
          locked: false,
          actor: {
            userId: randomUUID(),
            sessionId: randomUUID(),
            username: role.name,
            fullName: role.name,
            permissions: new Set(role.permissions),
            level: 'fresh',
          },
        };
        const held = new Set<string>([...role.permissions, 'signed-in']);
        const outcome = await call(site.client(connection), path);
        const expected = held.has(meta.permission ?? '') ? 'let through' : 'FORBIDDEN';
        const found = outcome === 'FORBIDDEN' ? outcome : 'let through';
        expect(`${role.name} ${path} ${found}`).toBe(`${role.name} ${path} ${expected}`);
      }
    }
  }, 120_000);
});

async function tables({ db }: IdentitySite): Promise<string[]> {
  const { rows } = await db.admin.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'identity'::regnamespace and relkind = 'r' order by relname`,
  );
  return rows.map(({ name }) => name);
}

describe('row-level security', () => {
  it('is forced on every table, and no view goes round it', async () => {
    await using db = await createTestDatabase();
    const { rows } = await db.admin.query(`
      select relname from pg_class
      where relnamespace = 'identity'::regnamespace
        and (relkind = 'r' and not (relrowsecurity and relforcerowsecurity)
          or relkind = 'm'
          or relkind = 'v' and not coalesce('security_invoker=true' = any (reloptions), false))`);
    expect(rows).toEqual([]);
    const { rows: definers } = await db.admin.query(`
      select proname from pg_proc where pronamespace = 'identity'::regnamespace and prosecdef`);
    expect(definers).toEqual([]);
  });

  it('shows nothing while nobody is named', async () => {
    await using site = await createIdentitySite();
    await signInAdministrator(site);
    await site.db.admin.query('set role signalbox_app');
    for (const table of await tables(site)) {
      const { rows } = await site.db.admin.query(
        `select count(*)::int as n from identity.${table}`,
      );
      expect([table, rows]).toEqual([table, [{ n: 0 }]]);
    }
  });

  it('shows secrets to no person, and other people’s matters to nobody without the right', async () => {
    await using site = await createIdentitySite();
    const admin = await signInAdministrator(site);
    await site.db.admin.query(
      `insert into identity.users (username, full_name) values ('lee', 'Lee')`,
    );
    const { rows } = await site.db.admin.query<{ id: string }>(
      `select id from identity.users where username = 'lee'`,
    );
    const count = (userId: string, table: string) =>
      site.platform.database.asUser({ userId }, async (tx) => {
        const found = await sql<{
          n: number;
        }>`select count(*)::integer as n from ${sql.table(`identity.${table}`)}`.execute(tx);
        return found.rows[0]?.n;
      });
    const lee = rows[0]?.id ?? '';
    for (const table of ['credentials', 'recovery_codes', 'sign_in_throttles']) {
      expect([table, await count(admin.userId, table)]).toEqual([table, 0]);
    }
    for (const table of [
      'sessions',
      'user_scopes',
      'security_events',
      'audit_logs',
      'failed_logins',
    ]) {
      expect([table, await count(lee, table)]).toEqual([table, 0]);
    }
    expect(await count(admin.userId, 'sessions')).toBe(1);
  });

  it('lets a person change only what their role permits, whatever the program asks', async () => {
    await using site = await createIdentitySite();
    await signInAdministrator(site);
    const { rows } = await site.db.admin.query<{ id: string }>(
      `insert into identity.users (username, full_name) values ('lee', 'Lee') returning id`,
    );
    const userId = rows[0]?.id ?? '';
    const grab = site.platform.database.asUser({ userId }, (tx) =>
      sql`insert into identity.user_roles (user_id, role_id)
        select ${userId}, id from identity.roles where is_protected`.execute(tx),
    );
    await expect(grab).rejects.toMatchObject({ code: '42501' });
  });
});
