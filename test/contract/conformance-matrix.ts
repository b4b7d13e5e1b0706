import { ORPCError, safe } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { authLevels, type ProcedureMeta } from '#contract/procedure.ts';
import type { SessionState } from '#platform/rpc/context.ts';
import { sessionWith, type Subject } from './support/harness.ts';
import { guarded } from './support/sample-contract.ts';

const sessions: readonly (readonly [string, SessionState | null])[] = [
  ['nobody', null],
  ...authLevels.flatMap((level) =>
    [false, true].flatMap((locked) => [
      [
        `a reader by ${level}${locked ? ', locked' : ''}`,
        sessionWith(['machine:read'], level, locked),
      ] as const,
      [
        `a person without rights by ${level}${locked ? ', locked' : ''}`,
        sessionWith([], level, locked),
      ] as const,
    ]),
  ),
];

/** The rule in its own words, apart from the code that enforces it. */
function expected(meta: ProcedureMeta, session: SessionState | null): string {
  if (!session) return 'UNAUTHENTICATED';
  if (session.locked && !meta.whileLocked) return 'LOCKED';
  const needsRight = meta.permission !== 'signed-in';
  if (needsRight && ![...session.actor.permissions].some((held) => held === meta.permission))
    return 'FORBIDDEN';
  const strength = { badge: 1, proven: 2, fresh: 3 };
  return strength[session.actor.level] < strength[meta.level] ? 'STEP_UP_REQUIRED' : 'done';
}

async function outcomeOf(call: Promise<string> | undefined): Promise<string> {
  const { error, data } = await safe(call ?? Promise.reject(new Error('There is no such call.')));
  return error instanceof ORPCError ? error.code : (data ?? String(error));
}

/** The same persons and procedures on every transport. */
export function describeMatrix({ harness }: Subject): void {
  describe('rights', () => {
    it.each(sessions)('of %s are the same on every transport', async (_, session) => {
      const { console } = await harness().openConsole(session);
      const client = console.client.guarded as Record<string, (input: object) => Promise<string>>;
      const outcomes: Record<string, string> = {};
      const wanted: Record<string, string> = {};
      for (const [name, procedure] of Object.entries(guarded)) {
        wanted[name] = expected(procedure['~orpc'].meta, session);
        outcomes[name] = await outcomeOf(client[name]?.({}));
      }
      expect(outcomes).toEqual(wanted);
      console.close();
    });
  });
}
