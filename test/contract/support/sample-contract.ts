import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { authLevels, liveRowsOf, procedure, tokenProcedure } from '#contract/procedure.ts';

const nothing = z.strictObject({});
const row = z.object({ id: z.string(), value: z.int() });

/** Every combination that the authorisation decides on, by name. */
export const guarded = Object.fromEntries(
  (['machine:read', 'machine:operate', 'signed-in'] as const).flatMap((permission) =>
    authLevels.flatMap((level) =>
      [false, true].map((whileLocked) => [
        `${permission.replace(':', '_')}_${level}${whileLocked ? '_locked' : ''}`,
        procedure(permission, { level, whileLocked }).input(nothing).output(z.literal('done')),
      ]),
    ),
  ),
);

/** Procedures that a wall display may call, too. */
const forDisplays = {
  row: procedure('machine:read', { level: 'badge', display: true })
    .input(nothing)
    .output(z.literal('done')),
  open: procedure('public', { display: true }).input(nothing).output(z.literal('done')),
  rows: procedure('machine:read', { level: 'badge', display: true })
    .input(nothing)
    .output(eventIterator(row)),
};

/** A contract with one procedure for each thing that can happen on a transport. */
export const sampleContract = {
  echo: procedure('public')
    .input(z.strictObject({ text: z.string().max(2_000_000), tree: z.json().optional() }))
    .output(z.object({ text: z.string() })),
  bare: procedure('public').output(z.literal('bare')),
  guarded,
  forDisplays,
  fail: {
    declared: procedure('public')
      .errors({
        MACHINE_BUSY: { status: 409, data: z.object({ sessionId: z.string(), since: z.string() }) },
      })
      .input(nothing)
      .output(nothing),
    unforeseen: procedure('public').input(nothing).output(nothing),
    undeclared: procedure('public').input(nothing).output(nothing),
    wrongOutput: procedure('public')
      .input(nothing)
      .output(z.object({ n: z.int() })),
    database: procedure('public')
      .input(z.strictObject({ kind: z.enum(['unavailable', 'read-only', 'commit-unknown']) }))
      .output(nothing),
  },
  wait: procedure('public')
    .input(z.strictObject({ name: z.string() }))
    .output(nothing),
  sleepInDatabase: procedure('public').input(nothing).output(nothing),
  live: procedure('public')
    .input(nothing)
    .output(eventIterator(liveRowsOf(row))),
  personal: procedure('machine:read').input(nothing).output(eventIterator(row)),
  flood: procedure('public')
    .input(z.strictObject({ size: z.int() }))
    .output(eventIterator(z.object({ padding: z.string() }))),
  failingStream: procedure('public').input(nothing).output(eventIterator(row)),
  report: tokenProcedure('event:write')
    .route({ method: 'POST', path: '/machines/{machineId}/reports', tags: ['Machines'] })
    .input(z.strictObject({ machineId: z.string().max(32), celsius: z.number() }))
    .output(z.object({ machineId: z.string(), by: z.string() })),
};
