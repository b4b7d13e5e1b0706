import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './procedure.ts';

/** How far the first run has come. */
export const setUpStage = z.discriminatedUnion('kind', [
  /** Nobody has said yet which database to use. */
  z.object({ kind: z.literal('choose-database') }),
  /** The chosen database is being made ready; the console reconnects when it is. */
  z.object({ kind: z.literal('preparing'), step: z.enum(['starting', 'migrating', 'ready']) }),
  /** The choice did not work; choose again. */
  z.object({ kind: z.literal('failed'), reason: z.string() }),
  /** The database is there; who may sign in is the business of `identity.setUp`. */
  z.object({ kind: z.literal('done') }),
]);

const databaseUrl = z
  .string()
  .trim()
  .max(2000)
  .regex(/^postgres(ql)?:\/\//u);

/** The set-up assistant, before there is a database in which people could be known. */
export const setUp = {
  /** The stage now and whenever it changes. */
  watch: procedure('public', { whileLocked: true, display: true }).output(
    eventIterator(setUpStage),
  ),
  /** Tries a database without changing anything in it. Loopback only until somebody is known. */
  testDatabase: procedure('public')
    .input(z.strictObject({ url: databaseUrl }))
    .output(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('usable'), server: z.string(), schema: z.string().nullable() }),
        z.object({ kind: z.literal('unusable'), reason: z.string() }),
      ]),
    ),
  /** Decides for the embedded server or for one that somebody else runs, and makes it ready. */
  chooseDatabase: procedure('public')
    .input(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('embedded') }),
        z.strictObject({ kind: z.literal('url'), url: databaseUrl }),
      ]),
    )
    .errors({ ALREADY_SET_UP: { status: 409, message: 'The database was chosen already.' } })
    .output(z.object({})),
};

/** See {@link setUpStage}. */
export type SetUpStage = z.infer<typeof setUpStage>;
