const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Why a decoded request body is refused before anything else looks at it, or `null`: a key that
 * reaches an object's prototype, nesting deeper than `maxDepth`, or a value JSON cannot hold.
 */
export function bodyViolation(value: unknown, maxDepth: number): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (maxDepth < 1) return 'The input is nested too deeply.';
  if (Array.isArray(value)) return firstViolation(value, maxDepth - 1);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return 'The input must be JSON.';
  if (Object.keys(value).some((key) => forbiddenKeys.has(key))) {
    return 'The input has a key that is not allowed.';
  }
  return firstViolation(Object.values(value), maxDepth - 1);
}

function firstViolation(values: readonly unknown[], maxDepth: number): string | null {
  for (const value of values) {
    const found = bodyViolation(value, maxDepth);
    if (found) return found;
  }
  return null;
}

/** Why a query string is refused, or `null`. Its keys may spell paths: `a[b]`, `a.b`. */
export function queryViolation(query: URLSearchParams): string | null {
  const segments = [...query.keys()].flatMap((key) => key.split(/[.[\]]+/));
  return segments.some((segment) => forbiddenKeys.has(segment))
    ? 'The query has a key that is not allowed.'
    : null;
}
