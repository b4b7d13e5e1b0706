import { randomUUID } from 'node:crypto';
import type { TestDatabase } from './test-database.ts';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly length: number | null;
  readonly needed: boolean;
  /** It is the whole primary key. */
  readonly key: boolean;
}

/** A column that points to another of the schema. */
interface Reference {
  readonly table: string;
  readonly name: string;
  readonly target: string;
  readonly column: string;
}

/** A row that was made for one tenant, by its place in the table. */
export interface TenantRow {
  readonly table: string;
  readonly tenant: string;
  readonly ctid: string;
  /** A column of the table that was filled. */
  readonly column: string;
}

const columnsOf = `
  select c.oid::regclass::text as table, a.attname as name, t.typname as type,
    nullif(a.atttypmod, -1) - 4 as length,
    a.attnotnull and not a.atthasdef and a.attidentity = '' as needed,
    k.oid is not null and t.typname = 'uuid' as key
  from pg_class as c
  join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type as t on t.oid = a.atttypid
  left join pg_constraint as k on k.conrelid = c.oid and k.contype = 'p' and k.conkey = array[a.attnum]
  where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and a.attgenerated = ''
  order by c.oid, a.attnum`;

const referencesOf = `
  select f.conrelid::regclass::text as table, a.attname as name,
    f.confrelid::regclass::text as target, b.attname as column
  from pg_constraint as f
  join pg_class as t on t.oid = f.confrelid and t.relnamespace = f.connamespace
  cross join unnest(f.conkey, f.confkey) as pair (of, target)
  join pg_attribute as a on a.attrelid = f.conrelid and a.attnum = pair.of
  join pg_attribute as b on b.attrelid = f.confrelid and b.attnum = pair.target
  where f.connamespace = $1::regnamespace and f.contype = 'f'`;

/** A value of the type that no other row has, where the type has room for that. */
function valueOf({ type, length }: Column): unknown {
  switch (type) {
    case 'uuid':
      return randomUUID();
    case 'text':
    case 'varchar':
    case 'bpchar':
      return randomUUID()
        .replaceAll('-', '')
        .slice(0, length ?? 32);
    case 'bool':
      return false;
    case 'timestamptz':
      return new Date();
    case 'date':
      return '2026-01-01';
    case 'json':
    case 'jsonb':
      return '{}';
    case 'bytea':
      return Buffer.from('row');
    case 'inet':
      return '127.0.0.1';
    case 'interval':
      return '1 minute';
    default:
      return 1;
  }
}

/** The table whose key a column holds, also where it points to a column that itself points on. */
function targetOf(
  { table, name }: { readonly table: string; readonly name: string },
  references: readonly Reference[],
  columns: readonly Column[],
): string | null {
  for (const reference of references) {
    if (reference.table !== table || reference.name !== name) continue;
    const { target, column } = reference;
    if (columns.some((one) => one.table === target && one.name === column && one.key))
      return target;
    if (target !== table) return targetOf({ table: target, name: column }, references, columns);
  }
  return null;
}

/** Tables from which a way of foreign keys leads to the tenants' own table. */
function tenantTables(references: readonly Reference[], root: string): Set<string> {
  const reached = new Set([root]);
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    for (const { table, target } of references) if (reached.has(target)) reached.add(table);
  }
  return reached;
}

/**
 * Makes one row for each tenant in every table of a schema that belongs to a tenant, whatever
 * tables there are: rows of one tenant point to each other. Checks and foreign keys are taken away
 * before, because a row only has to have an owner here; use a database of its own.
 */
export async function fillTenants(
  { admin }: TestDatabase,
  schema: string,
  root: string,
  tenants: readonly string[],
): Promise<TenantRow[]> {
  const { rows: columns } = await admin.query<Column>(columnsOf, [schema]);
  const { rows: references } = await admin.query<Reference>(referencesOf, [schema]);
  const tables = tenantTables(references, root);
  const { rows: checks } = await admin.query<{ statement: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as statement
       from pg_constraint where connamespace = $1::regnamespace and contype = 'c' and conislocal`,
    [schema],
  );
  for (const { statement } of checks) await admin.query(statement);
  await admin.query(`set session_replication_role = replica`);
  const made: TenantRow[] = [];
  for (const tenant of tenants) {
    const keys = new Map(
      [...tables].map((table) => [table, table === root ? tenant : randomUUID()]),
    );
    for (const table of tables) {
      const own = columns.filter((column) => column.table === table);
      const filled = own.flatMap((column): [string, unknown][] => {
        const target = targetOf(column, references, columns);
        if (target !== null && target !== table)
          return [[column.name, keys.get(target) ?? randomUUID()]];
        if (column.key) return [[column.name, keys.get(table)]];
        return column.needed ? [[column.name, valueOf(column)]] : [];
      });
      const names = filled.map(([name]) => `"${name}"`).join(', ');
      const places = filled.map((_, index) => `$${index + 1}`).join(', ');
      const { rows } = await admin.query<{ ctid: string }>(
        `insert into ${table} (${names}) values (${places}) returning ctid::text`,
        filled.map(([, value]) => value),
      );
      made.push({ table, tenant, ctid: rows[0]?.ctid ?? '', column: filled[0]?.[0] ?? '' });
    }
  }
  await admin.query(`set session_replication_role = origin`);
  return made;
}
