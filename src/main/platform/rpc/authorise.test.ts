import { describe, expect, it } from 'vitest';
import { authLevels, type AuthLevel, type ProcedureMeta } from '#contract/procedure.ts';
import { authorise } from './authorise.ts';
import type { SessionState } from './context.ts';

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
