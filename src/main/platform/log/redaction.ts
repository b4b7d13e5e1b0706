/** What stands where a value was removed. */
const REDACTED = '[redacted]';

const SECRET_KEY =
  /pass(word|wd|phrase)?|secret|token|authori[sz]ation|cookie|credential|private|pepper|otp|mfa|(^|_|-)pins?$|uid$|uids$|badge|card|connection_?string|dsn|database_?url|^(detail|hint|where|parameters|values|bindings|internalquery|query)$|e?mail|phone|medical/i;

const TEXT_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s@]*@/gi, `$1${REDACTED}@`],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  [
    /\b(password|passwd|pwd|secret|token|uid|badge|card|pin|cookie|key)(["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;)}]+)/gi,
    `$1$2${REDACTED}`,
  ],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, REDACTED],
];

const DEEPEST = 6;
const LONGEST_LIST = 50;

/** Takes passwords, tokens, badge identifiers, addresses and credentials in URLs out of free text. */
export function redactText(text: string): string {
  return TEXT_PATTERNS.reduce((left, [pattern, into]) => left.replace(pattern, into), text);
}

/** A copy of `value` that may be written down: secret-looking keys and texts are replaced. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return typeof value;
  if (value === null || typeof value !== 'object') return value;
  if (depth >= DEEPEST) return '[deeper]';
  if (value instanceof Date) return value;
  if (value instanceof Error) return describeError(value, depth + 1);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return redactList(value, depth);
  return redactEntries(Object.entries(value), depth);
}

function redactList(list: readonly unknown[], depth: number): unknown[] {
  const kept = list.slice(0, LONGEST_LIST).map((item) => redact(item, depth + 1));
  if (list.length > LONGEST_LIST) kept.push(`[${list.length - LONGEST_LIST} more]`);
  return kept;
}

function redactEntries(entries: [string, unknown][], depth: number): Record<string, unknown> {
  return Object.fromEntries(
    entries.map(([key, item]) => [key, SECRET_KEY.test(key) ? REDACTED : redact(item, depth + 1)]),
  );
}

/** What of an error may be written down. PostgreSQL names the table and constraint, never the row. */
export interface ErrorDescription {
  readonly name: string;
  readonly message: string;
  /** SQLSTATE, errno name or the class's own code. */
  readonly code?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  /** Call frames only; the message is not repeated in it. */
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

interface ErrorLike {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly severity?: unknown;
  readonly table?: unknown;
  readonly column?: unknown;
  readonly constraint?: unknown;
  readonly stack?: unknown;
  readonly cause?: unknown;
}

const SQLSTATE = /^[0-9A-Z]{5}$/;

function isDatabaseError(error: ErrorLike): boolean {
  return typeof error.severity === 'string' && SQLSTATE.test(String(error.code));
}

/**
 * PostgreSQL quotes the offending value in its message (`invalid input syntax for type uuid: "…"`),
 * and a RAISE may hold anything, so quoted parts and raised texts go.
 */
function messageOf(error: ErrorLike): string {
  const message = typeof error.message === 'string' ? error.message : '';
  if (!isDatabaseError(error)) return redactText(message);
  if (String(error.code).startsWith('P0')) return REDACTED;
  return redactText(message.replace(/"[^"]*"/g, `"${REDACTED}"`).replace(/\(.*\)/gs, REDACTED));
}

function framesOf(stack: unknown): string | undefined {
  if (typeof stack !== 'string') return undefined;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.length > 0 ? frames.join('\n') : undefined;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** Describes anything thrown without the values it was thrown about. */
export function describeError(thrown: unknown, depth = 0): ErrorDescription {
  if (typeof thrown !== 'object' || thrown === null) {
    return { name: typeof thrown, message: redactText(String(thrown)) };
  }
  const error = thrown as ErrorLike;
  const optional = {
    code: textOf(error.code),
    table: textOf(error.table),
    column: textOf(error.column),
    constraint: textOf(error.constraint),
    stack: framesOf(error.stack),
    cause:
      error.cause !== undefined && depth < DEEPEST
        ? describeError(error.cause, depth + 1)
        : undefined,
  };
  const present = Object.entries(optional).filter(([, value]) => value !== undefined);
  return {
    name: textOf(error.name) ?? 'Error',
    message: messageOf(error),
    ...(Object.fromEntries(present) as Partial<ErrorDescription>),
  };
}
