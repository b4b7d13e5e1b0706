import type { JsonObject } from './node-line.ts';

/** A message broke the protocol: which field, and what it should have been. */
export interface FieldProblem {
  readonly field: string;
  readonly expected: string;
}

/** Thrown inside a parser and turned into its answer; it never leaves this folder. */
class FieldError extends Error {
  override readonly name = 'FieldError';
  readonly code = 'BAD_FIELD';
  readonly problem: FieldProblem;

  constructor(field: string, expected: string) {
    super(`“${field}” must be ${expected}.`);
    this.problem = { field, expected };
  }
}

/** Reads one field of a message. Throws {@link FieldError}. */
export type Reader<T> = (message: JsonObject, field: string) => T;

/** A text of at most `longest` characters that fits `shape`. */
export function text(longest: number, shape?: RegExp): Reader<string> {
  return (message, field) => {
    const value = message[field];
    const fits =
      typeof value === 'string' && value.length <= longest && (shape?.test(value) ?? true);
    if (!fits) {
      throw new FieldError(
        field,
        `a text of at most ${longest} characters${shape ? ` like ${shape}` : ''}`,
      );
    }
    return value;
  };
}

/** A whole number from `least` to `most`. */
export function whole(least: number, most: number): Reader<number> {
  return (message, field) => {
    const value = message[field];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      throw new FieldError(field, `a whole number from ${least} to ${most}`);
    }
    return value;
  };
}

/** `true` or `false`. */
export const flag: Reader<boolean> = (message, field) => {
  const value = message[field];
  if (typeof value !== 'boolean') throw new FieldError(field, 'true or false');
  return value;
};

/** One of a few words. */
export function oneOf<const T extends string>(words: readonly T[]): Reader<T> {
  return (message, field) => {
    const found = words.find((word) => word === message[field]);
    if (found === undefined) throw new FieldError(field, `one of ${words.join(', ')}`);
    return found;
  };
}

/** A list of at most `most` values, each read by `item`. */
export function listOf<T>(item: Reader<T>, most: number): Reader<readonly T[]> {
  return (message, field) => {
    const value = message[field];
    if (!Array.isArray(value) || value.length > most) {
      throw new FieldError(field, `a list of at most ${most}`);
    }
    return value.map((entry: unknown) => item({ [field]: entry }, field));
  };
}

/** An object whose fields `read` reads. */
export function object<T>(read: (fields: JsonObject) => T): Reader<T> {
  return (message, field) => {
    const value = message[field];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new FieldError(field, 'an object');
    }
    return read(value as JsonObject);
  };
}

/** The field, or `null` where the message does not have it. */
export function optional<T>(reader: Reader<T>): Reader<T | null> {
  return (message, field) =>
    Object.hasOwn(message, field) && message[field] !== null ? reader(message, field) : null;
}

/** Reads the object whose `t` names one of `parsers`. Throws {@link FieldError}. */
export function byType<T extends { readonly t: string }>(parsers: {
  readonly [K in T['t']]: (raw: JsonObject) => T;
}): (raw: JsonObject) => T {
  const known = new Map<unknown, (raw: JsonObject) => T>(Object.entries(parsers));
  return (raw) => {
    const parser = known.get(raw['t']);
    if (!parser) throw new FieldError('t', `one of ${[...known.keys()].join(', ')}`);
    return parser(raw);
  };
}

/** The object that goes into a frame: `t` first, and no field that is `null`. */
export function toWire(message: { readonly t: string }): JsonObject {
  const { t, ...rest } = message;
  const present = Object.entries(rest).filter(([, value]) => value !== null);
  return { t, ...Object.fromEntries(present) };
}

/** A message, or the first thing that is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: FieldProblem };

/** Runs a parser and turns a {@link FieldError} into an answer. */
export function attemptParse<T>(parse: () => T): Parsed<T> {
  try {
    return { ok: true, value: parse() };
  } catch (error) {
    if (error instanceof FieldError) return { ok: false, problem: error.problem };
    throw error;
  }
}
