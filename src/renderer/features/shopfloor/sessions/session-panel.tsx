import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { MachineSession } from '#contract/shopfloor/sessions.ts';
import { orpc } from '#lib/core.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Banner } from '#ui/banner.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Duration, Time } from '#ui/time.tsx';
import { Timeline } from '#ui/timeline.tsx';
import { useLogEntries } from '../log/event-words.tsx';
import { EndSessionButton } from '../machines/end-session-button.tsx';
import { TimeLeftText } from '../machines/time-left-text.tsx';
import styles from '../machines/machine-panel.module.css';
import { endOf, SessionState } from './session-columns.tsx';

/** One session with everything that happened in it. */
export function SessionPanel({
  session,
  onClose,
}: {
  readonly session: MachineSession;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('shopfloor');
  const { id, person, machine } = session;
  return (
    <DetailPanel
      id="shopfloor.session"
      title={`${person.fullName ?? t(($) => $.person.unknown)} · ${machine.name}`}
      aside={<SessionState session={session} t={t} />}
      onClose={onClose}
      {...(session.active && {
        actions: <EndSessionButton session={{ id, ...person }} machineName={machine.name} />,
      })}
    >
      {session.active && session.unconfirmed && (
        <Banner tone="warning" title={t(($) => $.session.unconfirmed)}>
          {t(($) => $.session.unconfirmedText)}
        </Banner>
      )}
      {(session.startedOffline || session.endInferred) && <AloneBanner session={session} />}
      {session.neverReleased && (
        <Banner tone="warning" title={t(($) => $.session.neverReleased)}>
          {t(($) => $.session.neverReleasedText)}
        </Banner>
      )}
      {session.movedIn && <MovedInBanner />}
      <Facts session={session} />
      <OriginFacts session={session} />
      <Link href={`/shopfloor/machines?machines.open=${machine.id}`} className={styles.link}>
        {t(($) => $.session.toMachine)}
      </Link>
      <section>
        <h3 className={styles.heading}>{t(($) => $.session.history)}</h3>
        <SessionHistory session={session} />
      </section>
    </DetailPanel>
  );
}

/** Says that the console was not there when it happened, and what that means for the times. */
function AloneBanner({ session }: { readonly session: MachineSession }) {
  const { t } = useTranslation('machineUse');
  const { startedOffline, startInferred, endInferred } = session;
  const texts = [
    startedOffline ? t(($) => $.session.offlineText) : null,
    startInferred ? t(($) => $.session.startInferred) : null,
    endInferred ? t(($) => $.session.endInferredText) : null,
  ];
  return (
    <Banner tone="info" title={t(($) => $.session[startedOffline ? 'offline' : 'endInferred'])}>
      {texts.filter((text) => text !== null).join(' ')}
    </Banner>
  );
}

/** Says that the session did not happen under this program. */
function MovedInBanner() {
  const { t } = useTranslation('machineUse');
  return (
    <Banner tone="info" title={t(($) => $.mark['moved-in'])}>
      {t(($) => $.session.movedInText)}
    </Banner>
  );
}

/** How the session came about, and what became of it beside its end. */
function OriginFacts({ session }: { readonly session: MachineSession }) {
  const { t } = useTranslation(['machineUse', 'shopfloor']);
  const formats = useFormats();
  const { extensions, extendedUntil, tookOver, takenOverBy } = session;
  const unknown = t(($) => $.person.unknown, { ns: 'shopfloor' });
  return (
    <DescriptionList>
      <Description term={t(($) => $.session.via)}>
        {t(($) => $.session.viaName[session.startedVia])}
      </Description>
      <Description term={t(($) => $.session.extended)}>
        {extendedUntil !== null &&
          t(($) => $.session.extensions, {
            count: extensions,
            time: formats.time(extendedUntil),
          })}
      </Description>
      <Description term={t(($) => $.session.tookOver)}>
        {tookOver && (tookOver.fullName ?? unknown)}
      </Description>
      <Description term={t(($) => $.session.takenOverBy)}>
        {takenOverBy && (takenOverBy.fullName ?? unknown)}
      </Description>
    </DescriptionList>
  );
}

function Facts({ session }: { readonly session: MachineSession }) {
  const { t } = useTranslation('shopfloor');
  const { machine, area, zone, endTime, endsAt, endedBy, releaseState } = session;
  return (
    <DescriptionList>
      <Description term={t(($) => $.field.code)}>{machine.machineId}</Description>
      <Description term={t(($) => $.field.area)}>{area?.name}</Description>
      <Description term={t(($) => $.field.zone)}>{zone?.name}</Description>
      <Description term={t(($) => $.field.start)}>
        <Time at={session.startTime} zone />
      </Description>
      <Description term={t(($) => $.field.length)}>
        <Duration since={session.startTime} {...(endTime !== null && { until: endTime })} />
      </Description>
      {endsAt !== null && (
        <Description term={t(($) => $.field.timeLeft)}>
          <TimeLeftText session={endOf(session, endsAt)} />
        </Description>
      )}
      {endTime !== null && (
        <Description term={t(($) => $.field.end)}>
          <Time at={endTime} zone />
        </Description>
      )}
      {endedBy !== null && !session.neverReleased && (
        <Description term={t(($) => $.field.endedBy)}>{t(($) => $.endedBy[endedBy])}</Description>
      )}
      <Description term={t(($) => $.field.activity)}>{session.activityCount}</Description>
      <Description term={t(($) => $.field.lastActivity)}>
        <Time at={session.lastActivity} />
      </Description>
      {releaseState !== null && !session.neverReleased && (
        <Description term={t(($) => $.field.release)}>
          {t(($) => $.release[releaseState])}
          {session.active && session.releaseError !== null && ` (${session.releaseError})`}
        </Description>
      )}
      <Description term={t(($) => $.field.notes)}>{session.notes}</Description>
    </DescriptionList>
  );
}

/** A little before and after, because a node's answers may come late. */
const around = 60_000;

function SessionHistory({ session }: { readonly session: MachineSession }) {
  const toEntries = useLogEntries();
  const { data } = useQuery(
    orpc.shopfloor.logs.list.queryOptions({
      input: {
        machineId: session.machine.id,
        from: new Date(Date.parse(session.startTime) - around).toISOString(),
        ...(session.endTime !== null && {
          to: new Date(Date.parse(session.endTime) + around).toISOString(),
        }),
        limit: 200,
      },
      meta: { topics: ['shopfloor.machine_logs'] },
    }),
  );
  if (!data) return null;
  const own = data.rows.filter(
    ({ sessionId, userId }) => sessionId === session.id || (sessionId === null && userId === null),
  );
  return <Timeline entries={toEntries(own)} />;
}
