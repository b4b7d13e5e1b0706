import { type RawBuilder, sql } from 'kysely';

/** The condition that one of the columns contains a text a person typed, whatever its case. */
export function containing(text: string, columns: readonly string[]): RawBuilder<boolean> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const matches = columns.map((column) => sql`${sql.ref(column)} ilike ${pattern}`);
  return sql<boolean>`(${sql.join(matches, sql` or `)})`;
}
