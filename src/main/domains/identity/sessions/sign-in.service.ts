import type { z } from 'zod';
import type { signInOutcome } from '#contract/identity/session.ts';
import type { Actor, Connection } from '#platform/rpc/context.ts';
import { originOf } from '../audit/audit.service.ts';
import { badgeHmac } from '../badges/badge-hmac.ts';
import type { BadgeService } from '../badges/badge.service.ts';
import { type BadgePresentation, presentedBadge } from '../badges/presentations.ts';
import type { IdentityParts } from '../identity-services.ts';
import { requireStrong } from '../passwords/new-password.ts';
import type { BadgeReads } from '../readers/badge-reads.ts';
import { refusal } from '../refusal.ts';
import { type Claimant, findClaimantById, saveCredentials } from './credentials.queries.ts';
import type { Proofs } from './proofs.ts';
import type { OpenedSession, SessionService } from './session.service.ts';

/** Where signing in led. */
export type SignInOutcome = z.infer<typeof signInOutcome>;

/** A proof of somebody who is signed in. */
export type ProofGiven =
  | { readonly by: 'password'; readonly password: string }
  | { readonly by: 'pin'; readonly pin: string }
  | { readonly by: 'code'; readonly code: string };

/** A badge with or without its PIN. */
export interface BadgeShown {
  readonly badge: BadgePresentation;
  readonly pin?: string | undefined;
}

/** Signing in, and proving again who one is. */
export interface SignInService {
  signIn(
    connection: Connection,
    input: { username: string; password: string; code?: string | undefined },
  ): Promise<SignInOutcome>;
  confirmSecondFactor(connection: Connection, code: string): Promise<SignInOutcome>;
  completePasswordChange(connection: Connection, newPassword: string): Promise<SignInOutcome>;
  signInWithBadge(connection: Connection, shown: BadgeShown): Promise<SignInOutcome>;
  unlock(
    connection: Connection,
    actor: Actor,
    proof: ProofGiven | BadgeShown,
  ): Promise<OpenedSession>;
  stepUp(connection: Connection, actor: Actor, proof: ProofGiven): Promise<OpenedSession>;
}

/** What a connection has proven on its way to a session. */
interface Pending {
  readonly stage: 'second-factor' | 'password-change';
  readonly userId: string;
  readonly typedName: string;
  /** Monotonic milliseconds. */
  readonly until: number;
}

const PENDING_MS = 300_000;

/** What signing in is built from. */
export interface SignInParts {
  readonly parts: IdentityParts;
  readonly proofs: Proofs;
  readonly sessions: SessionService;
  readonly badges: BadgeService;
  readonly reads: BadgeReads;
}

/** Makes the service. */
export function createSignInService(made: SignInParts): SignInService {
  const { parts, proofs, sessions, badges, reads } = made;
  const { clock, database, secrets } = parts.platform;
  const pending = new WeakMap<Connection, Pending>();

  function wait(
    connection: Connection,
    stage: Pending['stage'],
    person: Claimant,
    typedName: string,
  ) {
    const until = clock.monotonic() + PENDING_MS;
    pending.set(connection, { stage, userId: person.id, typedName, until });
  }

  function take(connection: Connection, stage: Pending['stage']): Pending {
    const found = pending.get(connection);
    if (!found || found.stage !== stage || clock.monotonic() >= found.until) {
      throw refusal('SIGN_IN_REFUSED');
    }
    return found;
  }

  async function opened(
    connection: Connection,
    person: Claimant,
    level: 'badge' | 'proven',
  ): Promise<SignInOutcome> {
    pending.delete(connection);
    return { kind: 'signed-in', ...(await sessions.open(connection, person, level)) };
  }

  async function afterAllFactors(connection: Connection, person: Claimant, typedName: string) {
    await proofs.succeeded(connection, [typedName, person.username, person.email]);
    if (!person.must_change_password) return opened(connection, person, 'proven');
    wait(connection, 'password-change', person, typedName);
    const minimumLength = person.mfa_enabled
      ? parts.policy.minimumPasswordWithMfa
      : parts.policy.minimumPassword;
    return { kind: 'password-change-required' as const, minimumLength };
  }

  async function signIn(
    connection: Connection,
    input: { username: string; password: string; code?: string | undefined },
  ): Promise<SignInOutcome> {
    pending.delete(connection);
    const { claimant } = await proofs.password(connection, input.username, input.password);
    if (!claimant.mfa_enabled) return afterAllFactors(connection, claimant, input.username);
    wait(connection, 'second-factor', claimant, input.username);
    if (input.code === undefined) return { kind: 'second-factor-required' };
    return confirmSecondFactor(connection, input.code);
  }

  async function confirmSecondFactor(connection: Connection, code: string) {
    const { userId, typedName } = take(connection, 'second-factor');
    const person = await proofs.code(connection, userId, code);
    return afterAllFactors(connection, person, typedName);
  }

  async function completePasswordChange(connection: Connection, newPassword: string) {
    const { userId } = take(connection, 'password-change');
    const person = await database.asSystem('sign-in', (tx) => findClaimantById(tx, userId));
    if (!person || person.status !== 'active') throw refusal('SIGN_IN_REFUSED');
    await requireStrong(parts, person, newPassword);
    const password_hash = await parts.hashing.hash(newPassword);
    await database.asSystem('sign-in', async (tx) => {
      await saveCredentials(tx, userId, {
        password_hash,
        password_changed_at: clock.now().toISOString(),
        must_change_password: false,
        password_reset_token: null,
        password_reset_expires: null,
      });
      await parts.audit.record(tx, {
        userId,
        username: person.username,
        action: 'user.change-password',
        targetType: 'user',
        targetId: userId,
        details: { forced: true },
        origin: originOf(connection),
      });
    });
    return opened(connection, person, 'proven');
  }

  /** The active person whose badge was shown. Each try is charged, as numbers can be guessed. */
  async function badgeHolder(connection: Connection, shown: BadgePresentation): Promise<string> {
    const badge = presentedBadge(reads, shown);
    const mark = badgeHmac(secrets, badge).toString('hex').slice(0, 16);
    await proofs.charge(connection, `badge:${mark}`);
    const key = `workstation:${connection.workstation}`;
    const who = await badges.identify(null, badge, { key, name: connection.workstation });
    if (who.kind !== 'known') throw refusal('SIGN_IN_REFUSED');
    await proofs.succeeded(connection, [`badge:${mark}`]);
    return who.userId;
  }

  async function signInWithBadge(connection: Connection, shown: BadgeShown) {
    pending.delete(connection);
    const userId = await badgeHolder(connection, shown.badge);
    if (shown.pin !== undefined) {
      return opened(connection, await proofs.pin(connection, userId, shown.pin), 'proven');
    }
    const person = await database.asSystem('sign-in', (tx) => findClaimantById(tx, userId));
    if (!person) throw refusal('SIGN_IN_REFUSED');
    return opened(connection, person, 'badge');
  }

  async function prove(connection: Connection, actor: Actor, proof: ProofGiven): Promise<void> {
    if (proof.by === 'pin') {
      await proofs.pin(connection, actor.userId, proof.pin);
    } else if (proof.by === 'code') {
      await proofs.code(connection, actor.userId, proof.code);
    } else {
      const { claimant } = await proofs.password(connection, actor.username, proof.password);
      if (claimant.id !== actor.userId) throw refusal('SIGN_IN_REFUSED');
      await proofs.succeeded(connection, [actor.username]);
    }
  }

  async function unlock(connection: Connection, actor: Actor, proof: ProofGiven | BadgeShown) {
    if ('by' in proof) {
      await prove(connection, actor, proof);
      return sessions.confirm(connection, actor, 'proof');
    }
    const holder = await badgeHolder(connection, proof.badge);
    if (holder !== actor.userId) throw refusal('SIGN_IN_REFUSED');
    if (proof.pin === undefined && actor.level !== 'badge') throw refusal('SIGN_IN_REFUSED');
    if (proof.pin !== undefined) await proofs.pin(connection, actor.userId, proof.pin);
    return sessions.confirm(connection, actor, proof.pin === undefined ? 'badge' : 'proof');
  }

  return {
    signIn,
    confirmSecondFactor,
    completePasswordChange,
    signInWithBadge,
    unlock,
    async stepUp(connection, actor, proof) {
      await prove(connection, actor, proof);
      return sessions.confirm(connection, actor, 'proof');
    },
  };
}
