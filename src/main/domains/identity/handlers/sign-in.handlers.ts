import type { Connection } from '#platform/rpc/context.ts';
import { procedures, publicProcedures } from '#platform/rpc/procedures.ts';
import type { DisplayKeeper } from '../displays/display-keeper.ts';
import type { ReaderStreams } from '../readers/reader-streams.ts';
import { answering } from '../refusal.ts';
import type { AccountService } from '../sessions/account.service.ts';
import type { SessionKeeper } from '../sessions/session-keeper.ts';
import type { SessionService } from '../sessions/session.service.ts';
import type { SetUpService } from '../sessions/set-up.service.ts';
import type { SignInService } from '../sessions/sign-in.service.ts';

/** What signing in is answered from. */
export interface SignInHandlers {
  readonly setUp: SetUpService;
  readonly signIn: SignInService;
  readonly sessions: SessionService;
  readonly keeper: SessionKeeper;
  readonly displayKeeper: DisplayKeeper;
  readonly account: AccountService;
  readonly streams: ReaderStreams;
}

/** Until the call or its connection ends. */
export const endOf = (connection: Connection, signal: AbortSignal | undefined): AbortSignal =>
  AbortSignal.any([connection.closed, ...(signal ? [signal] : [])]);

/** Answers `identity.setUp`. */
export function setUpHandlers({ setUp }: SignInHandlers) {
  const open = publicProcedures.identity.setUp;
  return {
    status: open.status.handler(() => setUp.status()),
    createFirstAdministrator: open.createFirstAdministrator.handler(
      ({ input, context: { connection }, errors }) =>
        answering(errors, () => setUp.createFirstAdministrator(connection, input)),
    ),
  };
}

function publicSession({ signIn, keeper, displayKeeper, streams }: SignInHandlers) {
  const open = publicProcedures.identity.session;
  return {
    watch: open.watch.handler(({ context: { connection }, signal }) => {
      const until = endOf(connection, signal);
      return displayKeeper.isPaired(connection)
        ? displayKeeper.watch(connection, until)
        : keeper.watch(connection, until);
    }),
    badgeReads: open.badgeReads.handler(({ context: { connection }, signal }) =>
      streams.reads(connection.workstation, ['sign-in'], endOf(connection, signal)),
    ),
    signIn: open.signIn.handler(({ input, context: { connection }, errors }) =>
      answering(errors, () => signIn.signIn(connection, input)),
    ),
    confirmSecondFactor: open.confirmSecondFactor.handler(
      ({ input, context: { connection }, errors }) =>
        answering(errors, () => signIn.confirmSecondFactor(connection, input.code)),
    ),
    completePasswordChange: open.completePasswordChange.handler(
      ({ input, context: { connection }, errors }) =>
        answering(errors, () => signIn.completePasswordChange(connection, input.newPassword)),
    ),
    signInWithBadge: open.signInWithBadge.handler(({ input, context: { connection }, errors }) =>
      answering(errors, () => signIn.signInWithBadge(connection, input)),
    ),
  };
}

function heldSession({ signIn, sessions, keeper }: SignInHandlers) {
  const own = procedures.identity.session;
  return {
    lock: own.lock.handler(async ({ context: { actor, connection } }) => {
      await sessions.lock(actor);
      return keeper.view(connection);
    }),
    unlock: own.unlock.handler(({ input, context: { actor, connection }, errors }) =>
      answering(errors, () => signIn.unlock(connection, actor, input)),
    ),
    stepUp: own.stepUp.handler(({ input, context: { actor, connection }, errors }) =>
      answering(errors, () => signIn.stepUp(connection, actor, input)),
    ),
    touch: own.touch.handler(async ({ context: { actor } }) => ({
      locksAt: (await sessions.touch(actor)).toISOString(),
    })),
    signOut: own.signOut.handler(async ({ context: { actor } }) => {
      await sessions.end(actor.sessionId, 'user');
      return { kind: 'signed-out' as const, endedBy: 'user' as const };
    }),
  };
}

/** Answers `identity.session`. */
export function sessionHandlers(parts: SignInHandlers) {
  return { ...publicSession(parts), ...heldSession(parts) };
}

/** Answers `identity.account`. */
export function accountHandlers({ account }: SignInHandlers) {
  const own = procedures.identity.account;
  return {
    security: own.security.handler(({ context, errors }) =>
      answering(errors, () => account.security(context.actor)),
    ),
    changePassword: own.changePassword.handler(({ input, context, errors }) =>
      answering(errors, async () => ({
        otherSessionsEnded: await account.changePassword(
          context,
          input.currentPassword,
          input.newPassword,
        ),
      })),
    ),
    beginMfa: own.beginMfa.handler(({ context, errors }) =>
      answering(errors, () => account.beginMfa(context.actor)),
    ),
    confirmMfa: own.confirmMfa.handler(({ input, context, errors }) =>
      answering(errors, async () => ({
        recoveryCodes: await account.confirmMfa(context, input.code),
      })),
    ),
    disableMfa: own.disableMfa.handler(({ input, context, errors }) =>
      answering(errors, async () => {
        await account.disableMfa(context, input.password);
        return {};
      }),
    ),
    renewRecoveryCodes: own.renewRecoveryCodes.handler(async ({ context }) => ({
      recoveryCodes: await account.renewRecoveryCodes(context),
    })),
    setPin: own.setPin.handler(({ input, context, errors }) =>
      answering(errors, async () => {
        await account.setPin(context, input.pin);
        return {};
      }),
    ),
    setLocale: own.setLocale.handler(async ({ input, context }) => {
      await account.setLocale(context.actor, input.locale);
      return {};
    }),
  };
}
