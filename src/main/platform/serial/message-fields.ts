import type { JsonObject } from './node-line.ts';

/** A message broke the protocol: which field, and what it should have been. */
export interface FieldProblem {
  readonly field: string;
  readonly expected: string;
}

/** Thrown inside a parser and turned into its answer; it never leaves this folder. */
export class FieldError extends Error {
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

/** A list of at most `most` words out of a few. */
export function listOf<const T extends string>(
  words: readonly T[],
  most: number,
): Reader<readonly T[]> {
  const word = oneOf(words);
  return (message, field) => {
    const value = message[field];
    if (!Array.isArray(value) || value.length > most) {
      throw new FieldError(field, `a list of at most ${most}`);
    }
    return value.map((item: unknown) => word({ [field]: item }, field));
  };
}

/** The field, or `null` where the message does not have it. */
export function optional<T>(reader: Reader<T>): Reader<T | null> {
  return (message, field) => (Object.hasOwn(message, field) ? reader(message, field) : null);
}

/** Runs a parser and turns a {@link FieldError} into an answer. */
export function attemptParse<T>(
  parse: () => T,
):
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: FieldProblem } {
  try {
    return { ok: true, value: parse() };
  } catch (error) {
    if (error instanceof FieldError) return { ok: false, problem: error.problem };
    throw error;
  }
}
