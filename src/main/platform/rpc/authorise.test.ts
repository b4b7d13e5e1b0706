import { describe, expect, it } from 'vitest';
import { authLevels, type AuthLevel, type ProcedureMeta } from '#contract/procedure.ts';
import { authorise, authoriseHolder, authoriseViewer, confineDisplay } from './authorise.ts';
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

describe('a display', () => {
  const display = { displayId: 'd', name: 'Hall 1' };
  const seen = { display, session: null };

  it('is held to what is declared for displays, whatever else is declared', () => {
    for (const permission of ['public', 'signed-in', 'machine:read', 'token'] as const) {
      expect(code(() => confineDisplay(meta({ permission }), seen))).toBe('FORBIDDEN');
      expect(code(() => confineDisplay(meta({ permission, display: true }), seen))).toBe('allowed');
    }
  });

  it('looks as itself, even where somebody would be signed in', () => {
    const both = { display, session: session('fresh') };
    expect(authoriseViewer(meta({ display: true }), both)).toEqual({ displayId: 'd' });
    expect(code(() => authoriseViewer(meta({}), both))).toBe('FORBIDDEN');
  });

  it('that is none looks as the person who is signed in, if they may', () => {
    const person = { display: null, session: session('proven') };
    expect(authoriseViewer(meta({ display: true }), person)).toEqual({ userId: 'u' });
    const right = meta({ display: true, permission: 'user:delete' });
    expect(code(() => authoriseViewer(right, person))).toBe('FORBIDDEN');
  });
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
