import type { z } from 'zod';
import type { openSessionRow } from '#contract/identity/security.ts';
import type { Actor } from '#platform/rpc/context.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import type { AuditAnchors } from '../audit/audit-anchors.ts';
import { exportAudit } from '../audit/audit-export.ts';
import { findAudit, listActions, listAudit, listDataAccess } from '../audit/audit-lists.queries.ts';
import { originOf } from '../audit/audit.service.ts';
import { faultText, verifyAudit } from '../audit/audit-verification.ts';
import type { IdentityParts } from '../identity-services.ts';
import {
  listEventTypes,
  listFailedLogins,
  listSecurityEvents,
} from '../security/security-lists.queries.ts';
import { saveSecurityRule } from '../security/security-rules.ts';
import { listSecurityRules } from '../security/security-rules.queries.ts';
import type { SessionService } from '../sessions/session.service.ts';
import { listOpenSessions } from '../sessions/sessions.queries.ts';

/** What the trail is answered from. */
export interface TrailHandlers {
  readonly parts: IdentityParts;
  readonly sessions: SessionService;
  readonly anchors: AuditAnchors;
}

type OpenSession = z.infer<typeof openSessionRow>;

function sessionRows({ parts }: TrailHandlers) {
  const { clock, database } = parts.platform;
  return async (actor: Actor, userId: string | null): Promise<OpenSession[]> => {
    const rows = await database.asUser(actor, (tx) => listOpenSessions(tx, userId));
    return rows.map(({ freshUntil, level, transport, ...row }) => {
      const fresh = freshUntil !== null && Date.parse(freshUntil) > clock.now().getTime();
      return {
        ...row,
        transport: transport as OpenSession['transport'],
        level: fresh ? 'fresh' : (level as OpenSession['level']),
        own: row.userId === actor.userId,
      };
    });
  };
}

/** Answers `identity.security`. */
export function securityHandlers(trail: TrailHandlers) {
  const own = procedures.identity.security;
  const { database } = trail.parts.platform;
  const rows = sessionRows(trail);
  return {
    events: own.events.handler(({ input: { cursor, limit, ...filter }, context }) =>
      database.asUser(context.actor, (tx) => listSecurityEvents(tx, filter, { cursor, limit })),
    ),
    eventTypes: own.eventTypes.handler(({ context }) =>
      database.asUser(context.actor, listEventTypes),
    ),
    failedLogins: own.failedLogins.handler(({ input: { cursor, limit, ...filter }, context }) =>
      database.asUser(context.actor, (tx) => listFailedLogins(tx, filter, { cursor, limit })),
    ),
    rules: own.rules.handler(({ context }) => database.asUser(context.actor, listSecurityRules)),
    updateRule: own.updateRule.handler(async ({ input, context, errors }) => {
      const saved = await saveSecurityRule(trail.parts, context, input);
      if (typeof saved === 'number')
        throw errors.CONFLICT({ data: { what: 'security-rule', id: input.rule, version: saved } });
      return saved;
    }),
    sessions: own.sessions.handler(({ context }) => rows(context.actor, null)),
    endSession: own.endSession.handler(async ({ input, context: { actor, connection } }) => {
      await database.asSystem('session-end', (tx) =>
        trail.parts.audit.record(tx, {
          userId: actor.userId,
          username: actor.username,
          action: 'session.revoke',
          targetType: 'session',
          targetId: input.id,
          origin: originOf(connection),
        }),
      );
      await trail.sessions.end(input.id, 'revoked');
      return {};
    }),
    mySessions: own.mySessions.handler(({ context: { actor } }) => rows(actor, actor.userId)),
    endMySession: own.endMySession.handler(async ({ input, context: { actor }, errors }) => {
      const mine = await rows(actor, actor.userId);
      if (!mine.some(({ id }) => id === input.id)) {
        throw errors.NOT_FOUND({ data: { what: 'session', id: input.id } });
      }
      await trail.sessions.end(input.id, 'revoked');
      return {};
    }),
  };
}

/** Answers `identity.audit`. */
export function auditHandlers({ parts, anchors }: TrailHandlers) {
  const own = procedures.identity.audit;
  const { database } = parts.platform;
  return {
    list: own.list.handler(({ input: { cursor, limit, ...filter }, context, signal }) =>
      database.asUser(context.actor, (tx) => listAudit(tx, filter, { cursor, limit }), { signal }),
    ),
    get: own.get.handler(async ({ input, context, errors }) => {
      const found = await database.asUser(context.actor, (tx) => findAudit(tx, input.id));
      if (!found) throw errors.NOT_FOUND({ data: { what: 'audit record', id: input.id } });
      return found;
    }),
    actions: own.actions.handler(({ context }) => database.asUser(context.actor, listActions)),
    export: own.export.handler(async function* ({ input, context: { actor, connection }, signal }) {
      await database.asUser(actor, (tx) =>
        parts.audit.record(tx, {
          userId: actor.userId,
          username: actor.username,
          action: 'audit.export',
          targetType: 'audit',
          details: { ...input },
          origin: originOf(connection),
        }),
      );
      yield* exportAudit(database, actor, input, signal);
    }),
    verify: own.verify.handler(async ({ signal }) => {
      const verdict = await verifyAudit(database, anchors, signal);
      const { fault } = verdict;
      if (fault) {
        await database.asSystem('audit-verify', (tx) =>
          parts.alarms.trailBroken(tx, faultText(fault)),
        );
      }
      return verdict;
    }),
    dataAccess: own.dataAccess.handler(({ input: { cursor, limit, ...filter }, context }) =>
      database.asUser(context.actor, (tx) => listDataAccess(tx, filter, { cursor, limit })),
    ),
  };
}
