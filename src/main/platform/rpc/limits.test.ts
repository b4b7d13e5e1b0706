import { array, assert, constantFrom, jsonValue, pre, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyViolation, queryViolation } from './limits.ts';

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

describe('bodyViolation', () => {
  it('lets any JSON of allowed depth pass', () => {
    assert(
      property(jsonValue({ maxDepth: 8 }), (value) => {
        const text = JSON.stringify(value);
        pre(!/"(__proto__|constructor|prototype)":/.test(text));
        expect(bodyViolation(JSON.parse(text), 20)).toBeNull();
      }),
    );
  });

  it('refuses a prototype key wherever it stands', () => {
    const path = array(string({ minLength: 1 }), { maxLength: 6 });
    const key = constantFrom('__proto__', 'constructor', 'prototype');
    assert(
      property(path, key, (outer, forbidden) => {
        const text = outer.reduce(
          (inner, name) => `{${JSON.stringify(name)}:[${inner}]}`,
          `{"${forbidden}":{"admin":true}}`,
        );
        expect(bodyViolation(JSON.parse(text), 20)).not.toBeNull();
      }),
    );
  });

  it('accepts the greatest depth and refuses one more', () => {
    expect(bodyViolation(nested(20), 20)).toBeNull();
    expect(bodyViolation(nested(21), 20)).toBe('The input is nested too deeply.');
  });

  it('refuses values that JSON cannot hold', () => {
    expect(bodyViolation({ file: new Blob(['x']) }, 20)).toBe('The input must be JSON.');
    expect(bodyViolation(new FormData(), 20)).toBe('The input must be JSON.');
  });
});

describe('queryViolation', () => {
  it.each(['__proto__=1', 'a[__proto__][x]=1', 'a.constructor.b=1'])('refuses %s', (query) => {
    expect(queryViolation(new URLSearchParams(query))).not.toBeNull();
  });

  it('lets ordinary keys pass', () => {
    expect(queryViolation(new URLSearchParams('a[b]=1&c.d=2&limit=50'))).toBeNull();
  });
});
