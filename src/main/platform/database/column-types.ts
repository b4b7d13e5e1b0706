import { types } from 'pg';
import type { CustomTypesConfig } from 'pg';

/**
 * Turns PostgreSQL's text of a `timestamptz` in a UTC session into RFC 3339 with six digits of a
 * second: `2026-01-05T07:08:09.120000Z`. Text keeps the microseconds that a JavaScript Date loses,
 * and texts of equal width sort as the times do. `infinity` and years outside 0-9999 stay as they are.
 */
export function instantText(value: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(value);
  if (!match) return value;
  return `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(6, '0')}Z`;
}

/** Reads a `bigint`. Throws above 2^53 rather than answer a neighbouring number. */
export function safeInteger(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new RangeError('A bigint above 2^53 was read; select it as text.');
  }
  return number;
}

const asIs = (value: string): string => value;

const readers: Readonly<Record<number, (value: string) => unknown>> = {
  [types.builtins.TIMESTAMPTZ]: instantText,
  [types.builtins.TIMESTAMP]: asIs,
  [types.builtins.DATE]: asIs,
  [types.builtins.TIME]: asIs,
  [types.builtins.INTERVAL]: asIs,
  [types.builtins.NUMERIC]: asIs,
  [types.builtins.INT8]: safeInteger,
};

const arrayElements: Readonly<Record<number, number>> = {
  1016: types.builtins.INT8,
  1115: types.builtins.TIMESTAMP,
  1182: types.builtins.DATE,
  1185: types.builtins.TIMESTAMPTZ,
  1187: types.builtins.INTERVAL,
  1231: types.builtins.NUMERIC,
};

const TEXT_ARRAY = 1009;
const readTextArray = types.getTypeParser(TEXT_ARRAY as never) as (
  value: string,
) => readonly (string | null)[];

function arrayReader(read: (value: string) => unknown) {
  return (value: string): unknown =>
    readTextArray(value).map((item) => (item === null ? null : read(item)));
}

/** pg's own readers. */
const inherited: (oid: number, format?: 'text' | 'binary') => (value: string) => unknown =
  types.getTypeParser;

/**
 * How columns reach the program: `timestamptz` as {@link instantText}; `date`, `timestamp`,
 * `interval` (ISO 8601) and `numeric` as PostgreSQL's text; `bigint` as a number; `json` parsed;
 * the rest as pg does. Arrays follow their elements.
 */
export const columnTypes: CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      const read = readers[oid];
      if (read) return read;
      const element = readers[arrayElements[oid] ?? -1];
      if (element) return arrayReader(element);
    }
    return inherited(oid, format);
  },
};
