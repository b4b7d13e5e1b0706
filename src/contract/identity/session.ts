import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { permissions } from '../permissions.ts';
import { authLevels, entityId, procedure, timestamp } from '../procedure.ts';
import { languages } from '../words/languages.ts';

/** A password as typed. The policy judges new ones; the bound only keeps a request small. */
export const passwordText = z.string().min(1).max(256);

/** A PIN: 6 to 12 digits. */
export const pinText = z.string().regex(/^\d{6,12}$/u);

/** A six-digit code of an authenticator app, or a recovery code such as `F3KQ-7W2M-XH4T`. */
export const secondFactorText = z.string().trim().min(6).max(32);

/** What a badge is made of; `unknown` where the reader does not tell and nobody has set it. */
export const badgeTechnologies = ['em4100', 'hid-prox', 'iso14443a', 'iclass', 'unknown'] as const;

/**
 * A badge held to a reader. One read by a serial reader stays in the core and is named by the read;
 * one typed by a keyboard reader is what its keys said, without the terminator.
 */
export const badgePresentation = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('reader'), readId: entityId }),
  z.strictObject({
    from: z.literal('wedge'),
    keys: z.string().trim().min(4).max(64),
    /** How the reader writes the number: a setting of the workstation, never guessed. */
    form: z.enum(['hex', 'decimal']).default('hex'),
  }),
]);

/** Who is signed in on this connection and how surely, as the shell of the console shows it. */
export const signedInView = z.object({
  kind: z.literal('signed-in'),
  sessionId: entityId,
  userId: entityId,
  username: z.string(),
  fullName: z.string(),
  locale: z.string(),
  permissions: z.array(z.enum(permissions)),
  level: z.enum(authLevels),
  locked: z.boolean(),
  /** How the console may be unlocked or confirmed by this person. */
  proofs: z.array(z.enum(['password', 'pin', 'code'])),
  startedAt: timestamp,
  /** When the session ends whatever happens. */
  endsAt: timestamp,
  /** Seconds without input after which the console locks. */
  idleLockSeconds: z.int().positive(),
});

/** Nobody is signed in; `endedBy` says why a session that was here is gone. */
export const signedOutView = z.object({
  kind: z.literal('signed-out'),
  endedBy: z.enum(['user', 'switch', 'timeout', 'revoked', 'disabled']).nullable(),
});

/** This connection is a wall display: it looks, and nobody signs in on it. */
export const displayView = z.object({
  kind: z.literal('display'),
  displayId: entityId,
  name: z.string(),
  /** Language of its texts, as its maker chose. */
  locale: z.enum(languages),
  /** Whether it sounds unacknowledged P1 and P2. */
  sounds: z.boolean(),
  /** When its right ends by itself. */
  expiresAt: timestamp,
});

/** This browser was paired as a display, and its right is over. */
export const displayEndedView = z.object({
  kind: z.literal('display-ended'),
  /** `unknown`: no display has the token, because it was paired anew with another browser or removed. */
  how: z.enum(['revoked', 'expired', 'unknown']),
  name: z.string().nullable(),
  /** Since when; null where that is not known. */
  at: timestamp.nullable(),
});

/** The state of the session on this connection. */
export const sessionView = z.discriminatedUnion('kind', [
  signedInView,
  signedOutView,
  displayView,
  displayEndedView,
]);

/** What signing in led to. */
export const signInOutcome = z.discriminatedUnion('kind', [
  /** `handover` is a one-time code by which the web shell rotates its cookie; valid one minute. */
  z.object({ kind: z.literal('signed-in'), session: signedInView, handover: z.string() }),
  /** The password was right; call `confirmSecondFactor` on the same connection. */
  z.object({ kind: z.literal('second-factor-required') }),
  /** The proof was right, but the password must be replaced first: call `completePasswordChange`. */
  z.object({ kind: z.literal('password-change-required'), minimumLength: z.int() }),
]);

/** Refusals of every way to prove who one is. They never tell whether the account exists. */
export const proofErrors = {
  /** Unknown account, wrong password, PIN or code, or an account that may not sign in. */
  SIGN_IN_REFUSED: { status: 401, message: 'That did not match. Check and try again.' },
  /** Too many failures; wait. The same for accounts that do not exist. */
  THROTTLED: {
    status: 429,
    message: 'Too many attempts. Wait before the next one.',
    data: z.object({ retryAfterSeconds: z.int().positive() }),
  },
} as const;

/** Why what a reader said cannot be used. */
export const readingErrors = {
  /** The reading is older than two minutes or not from a reader of this process. */
  READING_EXPIRED: { status: 410, message: 'Hold the badge to the reader again.' },
  /** Not a badge number. */
  UNREADABLE_UID: { status: 422, message: 'That is not a badge number.' },
  /** A four-byte UID starting 08 is random at each reading and names nobody. */
  RANDOM_UID: { status: 422, message: 'This badge changes its number at every reading.' },
} as const;

/** Why a new password is not accepted. */
export const passwordRefusal = {
  WEAK_PASSWORD: {
    status: 422,
    message: 'Choose another password.',
    data: z.object({
      reason: z.enum(['too-short', 'too-long', 'common', 'contains-name', 'unchanged']),
      minimumLength: z.int(),
    }),
  },
} as const;

/** A proof given again by the person who is already signed in. */
export const proofInput = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('password'), password: passwordText }),
  z.strictObject({ by: z.literal('pin'), pin: pinText }),
  z.strictObject({ by: z.literal('code'), code: secondFactorText }),
]);

const badgeSignIn = z.strictObject({
  badge: badgePresentation,
  /** Without it the session is of level `badge`: an identifier, not a proof. */
  pin: pinText.optional(),
});

const signedInAnswer = z.object({ session: signedInView, handover: z.string() });

/** The session of this connection: signing in and out, locking, confirming. */
export const sessionContract = {
  /** The state now and whenever it changes. */
  watch: procedure('public', { display: true }).output(eventIterator(sessionView)),
  /** Badges held to this workstation's sign-in readers, for the sign-in and lock screens. */
  badgeReads: procedure('public').output(
    eventIterator(
      z.object({
        readId: entityId,
        readerName: z.string(),
        technology: z.enum(badgeTechnologies),
        lastFour: z.string(),
        at: timestamp,
      }),
    ),
  ),
  /** Signs in by user name (or e-mail) and password. A session on this connection ends as `switch`. */
  signIn: procedure('public')
    .input(
      z.strictObject({
        username: z.string().trim().min(1).max(255),
        password: passwordText,
        code: secondFactorText.optional(),
      }),
    )
    .errors(proofErrors)
    .output(signInOutcome),
  /** Second step after `second-factor-required`, within five minutes on the same connection. */
  confirmSecondFactor: procedure('public')
    .input(z.strictObject({ code: secondFactorText }))
    .errors(proofErrors)
    .output(signInOutcome),
  /** Last step after `password-change-required`, within five minutes on the same connection. */
  completePasswordChange: procedure('public')
    .input(z.strictObject({ newPassword: passwordText }))
    .errors({ ...proofErrors, ...passwordRefusal })
    .output(signInOutcome),
  /** Signs in by badge, with or without PIN. Also the user switch: the session before ends. */
  signInWithBadge: procedure('public')
    .input(badgeSignIn)
    .errors({ ...proofErrors, ...readingErrors })
    .output(signInOutcome),
  /** Locks this console; work stays open behind the lock. */
  lock: procedure('signed-in', { level: 'badge', whileLocked: true }).output(sessionView),
  /** Unlocks by password or PIN, or by the badge alone where the session is of level `badge`. */
  unlock: procedure('signed-in', { level: 'badge', whileLocked: true })
    .input(z.union([proofInput, badgeSignIn]))
    .errors({ ...proofErrors, ...readingErrors })
    .output(signedInAnswer),
  /** Confirms who is here; the session is `fresh` for five minutes. */
  stepUp: procedure('signed-in', { level: 'badge' })
    .input(proofInput)
    .errors(proofErrors)
    .output(signedInAnswer),
  /** The person pressed a key or touched the screen; call it at most every 15 s. */
  touch: procedure('signed-in', { level: 'badge' }).output(z.object({ locksAt: timestamp })),
  signOut: procedure('signed-in', { level: 'badge', whileLocked: true }).output(signedOutView),
};
