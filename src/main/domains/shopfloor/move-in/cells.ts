import { isIP } from 'node:net';
import type { MoveInReason } from '#contract/shopfloor/move-in.ts';
import type { ForeignRow } from '#platform/database/foreign/foreign-database.ts';
import { withoutSecrets } from './without-secrets.ts';

/** A cell as text: numbers and flags as they are written, anything with parts as JSON. */
const wordOf = (cell: unknown): string =>
  typeof cell === 'string' ? cell : (JSON.stringify(cell) ?? '');

/** The row cannot be moved at all. */
export class Rejected extends Error {
  override readonly name = 'Rejected';
  readonly column: string;
  readonly reason: MoveInReason;

  constructor(column: string, reason: MoveInReason) {
    super(`${column}: ${reason}`);
    this.column = column;
    this.reason = reason;
  }
}

/** Something about a row that is moved otherwise than it was. */
export interface Adaptation {
  readonly column: string;
  readonly reason: MoveInReason;
}

const moment = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,6})?$/;

/** A day that the calendar has; most rows are of the day of the row before them. */
let lastDay = '';

/** Whether the calendar has that day. */
function isDay(day: string): boolean {
  if (day === lastDay) return true;
  const at = Date.parse(`${day}T00:00:00Z`);
  const known = !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
  if (known) lastDay = day;
  return known;
}

/**
 * Cells of one row of a ShopMonitor, from SQLite or PostgreSQL, as they may be kept here. What does not
 * fit is adapted and noted, or rejects the row.
 */
export class Cells {
  readonly id: number;
  readonly adaptations: Adaptation[] = [];
  readonly #row: ForeignRow;

  constructor(row: ForeignRow) {
    this.#row = row;
    this.id = Number(row['id']);
  }

  note(column: string, reason: MoveInReason): void {
    this.adaptations.push({ column, reason });
  }

  reject(column: string, reason: MoveInReason): never {
    throw new Rejected(column, reason);
  }

  /** The cell as it is; null where there is none. */
  raw(column: string): unknown {
    return this.#row[column] ?? null;
  }

  /** Text of at most `max` characters; longer is cut. */
  text(column: string, max: number): string | null {
    const cell = this.raw(column);
    if (cell === null) return null;
    // PostgreSQL has no place for NUL in a text.
    const text = wordOf(cell).replaceAll('\0', '');
    const characters = text.length > max ? Array.from(text) : [];
    if (characters.length <= max) return text;
    this.note(column, 'too-long');
    return characters.slice(0, max).join('');
  }

  /** Text that must be there and not blank. */
  required(column: string, max: number): string {
    const text = this.text(column, max)?.trim() ?? '';
    return text === '' ? this.reject(column, 'required-missing') : text;
  }

  /** A whole number; null where there is none or it is none. */
  integer(column: string): number | null {
    const cell = this.raw(column);
    if (cell === null) return null;
    const number = typeof cell === 'number' ? cell : Number(wordOf(cell).trim() || Number.NaN);
    if (Number.isSafeInteger(number)) return number;
    this.note(column, 'not-a-number');
    return null;
  }

  /** A whole number within bounds; outside it becomes the nearest, missing the fallback. */
  within(column: string, min: number, max: number, fallback: number): number {
    const number = this.integer(column) ?? fallback;
    const bounded = Math.min(Math.max(number, min), max);
    if (bounded !== number) this.note(column, 'out-of-range');
    return bounded;
  }

  /** True or false, however the database writes it. */
  flag(column: string, fallback: boolean): boolean {
    const cell = this.raw(column);
    if (cell === null) return fallback;
    if (typeof cell === 'boolean') return cell;
    return ['1', 't', 'true', 'y', 'yes'].includes(wordOf(cell).toLowerCase());
  }

  /** A time without zone, `YYYY-MM-DD HH:MM:SS[.ffffff]`; such texts compare as the times do. */
  time(column: string): string | null {
    const cell = this.raw(column);
    if (cell === null) return null;
    const [, day = '', clock = '', fraction = ''] = moment.exec(wordOf(cell)) ?? [];
    if (day !== '' && isDay(day) && clock < '24:00:00') {
      return `${day} ${clock}.${fraction.slice(1).padEnd(6, '0')}`;
    }
    this.note(column, 'not-a-time');
    return null;
  }

  /** A time that must be there. */
  requiredTime(column: string): string {
    return this.time(column) ?? this.reject(column, 'required-missing');
  }

  address(column: string): string | null {
    const cell = this.raw(column);
    if (cell === null || cell === '') return null;
    const [address = ''] = wordOf(cell).split('/');
    if (isIP(address)) return address;
    this.note(column, 'not-an-address');
    return null;
  }

  /** JSON without anything that looks like a badge number, a password or a key. */
  json(column: string): unknown {
    const value = this.#parsed(column);
    const { cleaned, removed } = withoutSecrets(value);
    if (removed) this.note(column, 'secret-removed');
    return cleaned;
  }

  #parsed(column: string): unknown {
    const cell = this.raw(column);
    if (typeof cell !== 'string') return cell;
    try {
      return JSON.parse(cell) as unknown;
    } catch {
      this.note(column, 'not-json');
      return { text: cell };
    }
  }

  oneOf<Value extends string>(column: string, values: readonly Value[], fallback: Value): Value {
    const cell = this.raw(column);
    const known = values.find((value) => value === cell);
    if (known !== undefined) return known;
    if (cell !== null) this.note(column, 'unknown-value');
    return fallback;
  }
}
