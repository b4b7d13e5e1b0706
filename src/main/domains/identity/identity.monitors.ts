import type { Monitor, MonitorRun } from '#platform/monitors/monitor.ts';
import { oldRows, retention } from '#platform/monitors/retention.ts';
import type { AuditAnchors } from './audit/audit-anchors.ts';
import { faultText, verifyAudit } from './audit/audit-verification.ts';
import { sealHead, sealWaiting } from './audit/audit-seals.queries.ts';
import { removeDisplays } from './displays/display-retention.ts';
import type { IdentityParts } from './identity-services.ts';
import { misuseWatch } from './security/misuse-watch.ts';
import { endOverdueSessions, lockIdleSessions } from './sessions/sessions.queries.ts';
import { removeTokens } from './tokens/token-retention.ts';
import { listEnding, noticeExpiring } from './tokens/tokens.queries.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SEAL_BATCH = 5_000;

const before = (run: MonitorRun, ms: number): string =>
  new Date(run.now.getTime() - ms).toISOString();

/** Puts a hash over what was recorded since the last second. */
const sealing: Monitor = {
  name: 'identity.audit-seal',
  intervalMs: SECOND,
  deadlineMs: 10 * SECOND,
  run: async (run) => ({ affected: await run.fenced((tx) => sealWaiting(tx, SEAL_BATCH)) }),
};

/** Keeps the head of the chain outside the database, where a database administrator cannot reach. */
const anchoring = (anchors: AuditAnchors): Monitor => ({
  name: 'identity.audit-anchor',
  intervalMs: HOUR,
  deadlineMs: MINUTE,
  async run(run) {
    const head = await run.fenced(sealHead);
    const kept = await anchors.read();
    if (!head || kept.at(-1)?.seal === head.id) return { affected: 0 };
    await anchors.add(head, run.now);
    return { affected: 1, note: `Anchored seal ${head.id}.` };
  },
});

/** Reads the whole trail against its seals and anchors once a day; an altered one is an alarm. */
const verifying = ({ platform, alarms }: IdentityParts, anchors: AuditAnchors): Monitor => ({
  name: 'identity.audit-verify',
  intervalMs: DAY,
  deadlineMs: 10 * MINUTE,
  async run(run) {
    const verdict = await verifyAudit(platform.database, anchors, run.signal);
    const { fault, checkedRecords } = verdict;
    if (fault) await run.fenced((tx) => alarms.trailBroken(tx, faultText(fault)));
    return { affected: checkedRecords, note: fault ? faultText(fault) : 'The trail is whole.' };
  },
});

/** Ends and locks sessions that no living process watches. */
const sessionEnds = ({ policy }: IdentityParts): Monitor => ({
  name: 'identity.session-end',
  intervalMs: 15 * SECOND,
  deadlineMs: 15 * SECOND,
  run: async (run) => {
    const now = run.now.toISOString();
    // Input is noted to 15 s, so that a console in use is never locked from here.
    const idleSince = before(run, (policy.idleLockSeconds + 30) * SECOND);
    const affected = await run.fenced(async (tx) => {
      const ended = await endOverdueSessions(tx, now);
      return ended + (await lockIdleSessions(tx, idleSince, now));
    });
    return { affected };
  },
});

/** Days before its end at which the alarm about a token says so anew. */
const EXPIRY_STEPS = [1, 7, 30] as const;

/** The coming end of a token in words that change only at each step, so that the alarm does too. */
function endingText(expiresAt: string, now: Date): string {
  const left = Date.parse(expiresAt) - now.getTime();
  const step = EXPIRY_STEPS.find((days) => left <= days * DAY) ?? 30;
  const within = step === 1 ? 'a day' : `${step} days`;
  return `It ends within ${within}, on ${expiresAt.slice(0, 10)} (UTC).`;
}

/** Reports tokens before they end, so that devices do not fall silent one night: an alarm a month ahead, and once in the security events a week ahead. */
const tokenExpiry = ({ security, alarms }: IdentityParts): Monitor => ({
  name: 'identity.token-expiry',
  intervalMs: HOUR,
  deadlineMs: MINUTE,
  async run(run) {
    const weekAhead = new Date(run.now.getTime() + 7 * DAY).toISOString();
    const affected = await run.fenced(async (tx) => {
      const ending = await noticeExpiring(tx, run.now.toISOString(), weekAhead);
      for (const { id, name, expiresAt } of ending) {
        await security.record(tx, {
          eventType: 'token-expiring',
          userId: null,
          success: true,
          resourceType: 'token',
          resourceId: id,
          appContext: 'identity',
          details: { name, expiresAt },
        });
      }
      const monthAhead = new Date(run.now.getTime() + 30 * DAY).toISOString();
      const soon = await listEnding(tx, run.now.toISOString(), monthAhead);
      const alarmed = await alarms.tokensEnding(
        tx,
        soon.map(({ id, name, expiresAt }) => ({
          id,
          name,
          message: endingText(expiresAt, run.now),
        })),
      );
      return ending.length + alarmed;
    });
    return { affected };
  },
});

/** Removes what has been kept long enough, each kind by its own policy. */
const retentions = ({ audit }: IdentityParts): readonly Monitor[] => [
  retention(
    'identity.failed-login-retention',
    oldRows({ table: 'identity.failed_logins', age: 'timestamp' }),
  ),
  retention(
    'identity.throttle-retention',
    oldRows({ table: 'identity.sign_in_throttles', age: 'last_failure_at' }),
  ),
  retention(
    'identity.security-event-retention',
    oldRows({ table: 'identity.security_events', age: 'timestamp' }),
  ),
  retention('identity.token-retention', removeTokens(audit)),
  retention('identity.display-retention', removeDisplays(audit)),
];

/** Background work of identity; one process at a time does it. */
export function identityMonitors(parts: IdentityParts, anchors: AuditAnchors): readonly Monitor[] {
  return [
    sealing,
    anchoring(anchors),
    verifying(parts, anchors),
    sessionEnds(parts),
    tokenExpiry(parts),
    misuseWatch(parts),
    ...retentions(parts),
  ];
}
