import { createHash } from 'node:crypto';

/** How many different statements a connection keeps prepared; each costs the server some memory. */
const MOST = 1_000;

const names = new Map<string, string>();

/**
 * A name for a statement, the same for the same text, so that PostgreSQL parses it once a
 * connection. `undefined` when so many were named that the texts must be made of values; those run
 * unprepared.
 */
export function statementName(sql: string): string | undefined {
  const known = names.get(sql);
  if (known) return known;
  if (names.size >= MOST) return undefined;
  const name = `s_${createHash('sha1').update(sql).digest('base64url')}`;
  names.set(sql, name);
  return name;
}
