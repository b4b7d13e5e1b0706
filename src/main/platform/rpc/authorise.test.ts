import { describe, expect, it } from 'vitest';
import { authLevels, type AuthLevel, type ProcedureMeta } from '#contract/procedure.ts';
import { authorise, authoriseHolder } from './authorise.ts';
import type { SessionState, TokenHolder } from './context.ts';

const meta = (part: Partial<ProcedureMeta>): ProcedureMeta => ({
  permission: 'machine:read',
  level: 'proven',
  whileLocked: false,
  ...part,
});

const session = (level: AuthLevel, locked = false): SessionState => ({
  locked,
  actor: {
    userId: 'u',
    sessionId: 's',
    username: 'kim',
    fullName: 'Kim',
    permissions: new Set(['machine:read']),
    level,
  },
});

const code = (act: () => unknown): string => {
  try {
    act();
    return 'allowed';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('authorise', () => {
  it('denies everybody who is not signed in', () => {
    expect(code(() => authorise(meta({ permission: 'signed-in' }), null))).toBe('UNAUTHENTICATED');
  });

  it('denies a permission the person does not hold', () => {
    expect(code(() => authorise(meta({ permission: 'user:delete' }), session('fresh')))).toBe(
      'FORBIDDEN',
    );
  });

  it('denies while locked unless the procedure says otherwise', () => {
    expect(code(() => authorise(meta({}), session('proven', true)))).toBe('LOCKED');
    expect(code(() => authorise(meta({ whileLocked: true }), session('proven', true)))).toBe(
      'allowed',
    );
  });

  it.each(authLevels.flatMap((has) => authLevels.map((needs) => [has, needs] as const)))(
    'compares proof %s with needed %s by strength',
    (has, needs) => {
      const expected =
        authLevels.indexOf(has) >= authLevels.indexOf(needs) ? 'allowed' : 'STEP_UP_REQUIRED';
      expect(code(() => authorise(meta({ level: needs }), session(has)))).toBe(expected);
    },
  );
});

const needs = (part: Partial<ProcedureMeta>) => meta({ permission: 'token', ...part });

describe('authoriseHolder', () => {
  const holder: TokenHolder = {
    tokenId: 't',
    name: 'gateway',
    nodeId: null,
    machineId: null,
    scopes: new Set(['event:write']),
  };
  it('admits a token with the declared scope and nobody without a token', () => {
    expect(authoriseHolder(needs({ scope: 'event:write' }), holder)).toBe(holder);
    expect(code(() => authoriseHolder(needs({ scope: 'event:write' }), undefined))).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('denies another scope, a procedure without one, and the procedures of people', () => {
    expect(code(() => authoriseHolder(needs({ scope: 'telemetry:write' }), holder))).toBe(
      'FORBIDDEN',
    );
    expect(code(() => authoriseHolder(needs({}), holder))).toBe('FORBIDDEN');
    expect(code(() => authoriseHolder(meta({ scope: 'event:write' }), holder))).toBe('FORBIDDEN');
  });

  it('keeps people away from procedures for tokens', () => {
    expect(
      code(() => authorise(needs({ scope: 'event:write', level: 'badge' }), session('fresh'))),
    ).toBe('FORBIDDEN');
  });
});
