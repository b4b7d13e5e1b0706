import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { tokenScopes } from './identity/tokens.ts';
import type { Permission } from './permissions.ts';

/**
 * How surely the person at the console is known, weakest first. `badge` is an identifier, never a
 * proof; `fresh` is a password, PIN or code given in the last five minutes (step-up).
 */
export const authLevels = ['badge', 'proven', 'fresh'] as const;

/** One of {@link authLevels}. */
export type AuthLevel = (typeof authLevels)[number];

/** What an API token may allow. */
export type TokenScope = (typeof tokenScopes)[number];

/** Who may call a procedure. The server enforces it; the renderer reads it to show or hide. */
export interface ProcedureMeta {
  /**
   * A permission, `signed-in` for anyone with a session, `public` for the sign-in screen, or `token`
   * for devices and programs, which hold `scope` instead of permissions.
   */
  readonly permission: Permission | 'signed-in' | 'public' | 'token';
  /** What the API token must allow; only with `token`. */
  readonly scope?: TokenScope;
  /** The weakest proof that is enough. */
  readonly level: AuthLevel;
  /** `true` where a locked console may still call: unlocking, signing out, watching the connection. */
  readonly whileLocked: boolean;
  /** `true` where a wall display may call, too. It reads; nothing else is open to it, not even `public`. */
  readonly display?: boolean;
}

/** What is kept of an unexpected failure: a number to quote, and nothing else. */
export const incidentSchema = z.object({ incident: z.string() });

/** What is wrong with an input, field by field, without the values themselves. */
const issuesSchema = z.object({
  issues: z.array(
    z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }),
  ),
});

/** The errors that any procedure may answer. */
export const commonErrors = {
  /** The input is not what the procedure declares; `issues` name the fields. */
  BAD_REQUEST: { status: 400, message: 'The input is not valid.', data: issuesSchema },
  /** Too many calls at once or per second from one connection; nothing was done. */
  TOO_MANY_REQUESTS: {
    status: 429,
    message: 'Too many requests; wait a moment.',
    data: z.object({ retryAfterMs: z.int() }),
  },
  /** Nobody is signed in on this connection. */
  UNAUTHENTICATED: { status: 401, message: 'Sign in first.' },
  /** The console is locked; unlock it with the password or badge and PIN. */
  LOCKED: { status: 423, message: 'The console is locked.' },
  /** The person lacks a permission or scope. */
  FORBIDDEN: {
    status: 403,
    message: 'You do not have the right to do this.',
    data: z.object({ permission: z.string() }),
  },
  /** The password, PIN or code must be given again before this. */
  STEP_UP_REQUIRED: {
    status: 401,
    message: 'Confirm who you are first.',
    data: z.object({ level: z.enum(authLevels) }),
  },
  /** The thing is not there, or not visible to the person. */
  NOT_FOUND: {
    status: 404,
    message: 'There is no such record, or you may not see it.',
    data: z.object({ what: z.string(), id: z.string() }),
  },
  /** Somebody saved it first; `version` is the one that stands now. */
  CONFLICT: {
    status: 409,
    message: 'Somebody else changed this in the meantime.',
    data: z.object({ what: z.string(), id: z.string(), version: z.int() }),
  },
  /** A value that must be unique is taken; `field` is the input that clashes. */
  DUPLICATE: {
    status: 409,
    message: 'That value is already in use.',
    data: z.object({ field: z.string() }),
  },
  /** Reads work, writes are refused for now. */
  READ_ONLY: { status: 503, message: 'The database accepts no changes at the moment.' },
  /** The database cannot be reached; nothing was changed. */
  DATABASE_UNAVAILABLE: { status: 503, message: 'The database cannot be reached.' },
  /** The connection to the database was lost while it was committing: kept whole or not at all. */
  COMMIT_UNKNOWN: {
    status: 503,
    message: 'It is not known whether the change was saved. Look before you repeat it.',
  },
  /** A failure nobody foresaw. The details are in the server log under `incident`. */
  INCIDENT: { status: 500, message: 'Something went wrong.', data: incidentSchema },
} as const;

const base = oc
  .$meta<ProcedureMeta>({
    permission: 'public',
    level: 'proven',
    whileLocked: false,
  })
  .errors(commonErrors);

/** Starts a procedure that needs `permission`, proven by password, PIN or code unless `level` says less or more. */
export function procedure(
  permission: Exclude<ProcedureMeta['permission'], 'token'>,
  meta: Partial<Pick<ProcedureMeta, 'level' | 'whileLocked' | 'display'>> = {},
) {
  return base.meta({ permission, level: 'proven', whileLocked: false, ...meta });
}

/**
 * Starts a procedure of the ingest API, for holders of an API token that allows `scope`. Give it a
 * `.route({ method, path })`; it is served below `/api/v1` and refused to people.
 */
export function tokenProcedure(scope: TokenScope) {
  return base.meta({ permission: 'token', scope, level: 'badge', whileLocked: true });
}

/** Asks for one page of a list. `cursor` is what the page before answered; leave it out for the first. */
export const pageInput = z.strictObject({
  cursor: z.string().max(1024).optional(),
  limit: z.int().min(1).max(500).default(50),
});

/** One page: rows in order, and the cursor of the next page while there is one. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({ rows: z.array(row), nextCursor: z.string().nullable() });
}

/** A moment, as RFC 3339 text with microseconds; a JavaScript Date would lose them. */
export const timestamp = z.iso.datetime({ offset: true });

/** The key of an entity. */
export const entityId = z.uuid();

/** What an editor read last; a save with an older one answers `CONFLICT`. */
export const version = z.int().positive();

/** What a live stream of rows carries: the whole list first, then what changed. */
export function liveRowsOf<Row extends z.ZodType>(row: Row) {
  return z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('snapshot'), rows: z.array(row) }),
    z.object({ kind: z.literal('changes'), upserts: z.array(row), removed: z.array(z.string()) }),
  ]);
}
