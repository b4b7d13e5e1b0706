import {
  type Kysely,
  PostgresDialect,
  PostgresIntrospector,
  sql,
  type TableMetadata,
} from 'kysely';

/**
 * Answers for the record of migrations alone. The migration library asks for all tables with all
 * their columns six times for each migration, which took longer than the migrations themselves.
 */
class RecordIntrospector extends PostgresIntrospector {
  readonly #db: Kysely<unknown>;
  constructor(db: Kysely<unknown>) {
    super(db);
    this.#db = db;
  }
  override async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<{ name: string; schema: string }>`
      select tablename as name, schemaname as schema from pg_tables
       where schemaname = 'platform' and tablename like 'schema\\_migrations%'`.execute(this.#db);
    return rows.map((row) => ({ ...row, isView: false, isForeign: false, columns: [] }));
  }
}

/** PostgreSQL as the migration library needs it. */
export class MigrationDialect extends PostgresDialect {
  override createIntrospector(db: Kysely<unknown>): RecordIntrospector {
    return new RecordIntrospector(db);
  }
}
