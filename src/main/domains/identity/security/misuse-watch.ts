import type { Monitor } from '#platform/monitors/monitor.ts';
import type { Tx } from '#platform/database/database.ts';
import type { IdentityParts } from '../identity-services.ts';
import { alarmPlaces } from './alarm-places.ts';
import {
  type CountedRule,
  findMisuse,
  isRecorded,
  type Misuse,
  misuseEvents,
} from './security-rules.queries.ts';
import type { SecurityService } from './security.service.ts';

/** What each rule speaks of, as the source of its alarm and the resource of its event. */
const subjects: Readonly<Record<CountedRule, { readonly type: string; readonly alarm: string }>> = {
  'badge-unknown-burst': { type: 'place', alarm: 'unknown_badges' },
  'person-refused': { type: 'user', alarm: 'person_refused' },
  'machine-refused': { type: 'machine', alarm: 'machine_refused' },
  'token-misuse': { type: 'token', alarm: 'token_misuse' },
};

const countedRules = Object.keys(subjects) as readonly CountedRule[];

const message = ({ occurrences, withinSeconds }: Misuse): string =>
  `${occurrences} times within ${Math.round(withinSeconds / 6) / 10} minutes.`;

/** The place that misuse speaks of, as events name places. */
const placeOf = ({ rule, id }: Misuse): string =>
  subjects[rule].type === 'machine' ? `machine:${id}` : id;

async function recordOnce(tx: Tx, security: SecurityService, misuse: Misuse): Promise<void> {
  const { rule, id, name, occurrences, withinSeconds } = misuse;
  const eventType = misuseEvents[rule];
  if (await isRecorded(tx, eventType, id, withinSeconds)) return;
  await security.record(tx, {
    eventType,
    userId: rule === 'person-refused' ? id : null,
    success: false,
    resourceType: subjects[rule].type,
    resourceId: id,
    appContext: 'identity',
    details: { name, occurrences, withinSeconds },
  });
}

/**
 * Finds misuse in the security events of every process and of before the last restart, tells of it
 * once, and keeps its alarms true: they clear when the events lie far enough back.
 */
export const misuseWatch = ({ security, alarms }: IdentityParts): Monitor => ({
  name: 'identity.misuse-watch',
  intervalMs: 10_000,
  deadlineMs: 20_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      const found = await findMisuse(tx);
      for (const misuse of found) await recordOnce(tx, security, misuse);
      const places = await alarmPlaces(tx, found.map(placeOf));
      for (const rule of countedRules) {
        const { type, alarm } = subjects[rule];
        const conditions = found
          .filter((misuse) => misuse.rule === rule)
          .map((misuse) => ({
            source: { type, id: misuse.id, name: misuse.name, ...places.get(placeOf(misuse)) },
            message: message(misuse),
          }));
        await alarms.misuseIs(tx, alarm, conditions);
      }
      return { affected: found.length };
    }),
});
