import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { Duration, Time } from '#ui/time.tsx';
import { useFormats } from '#lib/use-formats.ts';
import { useAlarmWords } from './alarm-words.ts';
import { marksOf } from './alarm-marks.ts';
import styles from './alarm-facts.module.css';

/** What is known of an alarm, and what the operator is to do. */
export function AlarmFacts({ alarm }: { readonly alarm: Alarm }) {
  const { t } = useTranslation('alarms');
  const words = useAlarmWords();
  const standing = alarm.state === 'active-unacked' || alarm.state === 'active-acked';
  return (
    <>
      {alarm.message !== '' && <p className={styles.message}>{alarm.message}</p>}
      <section className={styles.action}>
        <h3>{t(($) => $.detail.operatorAction)}</h3>
        <p>{words.action(alarm) ?? t(($) => $.detail.noAction)}</p>
      </section>
      <Reasons alarm={alarm} />
      <DescriptionList>
        <Description term={t(($) => $.field.state)}>
          {t(($) => $.stateLong[alarm.state])}
        </Description>
        <Description term={t(($) => $.field.source)}>{alarm.sourceName}</Description>
        <Description term={t(($) => $.field.lastRaised)}>
          <Time at={alarm.annunciatedAt} zone />
        </Description>
        <Description term={t(($) => $.field.firstRaised)}>
          <Time at={alarm.createdAt} zone />
        </Description>
        {alarm.sourceTime !== null && (
          <Description term={t(($) => $.field.sourceTime)}>
            <Time at={alarm.sourceTime} zone />
          </Description>
        )}
        {standing && (
          <Description term={t(($) => $.field.standing)}>
            <Duration since={alarm.createdAt} />
          </Description>
        )}
        <Description term={t(($) => $.field.count)}>{alarm.occurrences}</Description>
        {alarm.value !== null && (
          <Description term={t(($) => $.field.value)}>
            {alarm.value} / {alarm.limit} {alarm.unit}
          </Description>
        )}
        {marksOf(alarm).length > 0 && (
          <Description term={t(($) => $.field.marks)}>
            {marksOf(alarm)
              .map((mark) => t(($) => $.markLong[mark], { count: alarm.memberCount }))
              .join(', ')}
          </Description>
        )}
        <Description term={t(($) => $.field.assignedTo)}>{alarm.assignedToName}</Description>
        <Acknowledgement alarm={alarm} />
        <Details details={alarm.details} />
      </DescriptionList>
    </>
  );
}

/** Why it happens, and what follows when nobody acts. */
function Reasons({ alarm }: { readonly alarm: Alarm }) {
  const words = useAlarmWords();
  const { timeToRespondSeconds } = alarm;
  const { t } = useTranslation('alarms');
  const { span } = useFormats();
  return (
    <DescriptionList>
      <Description term={t(($) => $.field.cause)}>{words.cause(alarm)}</Description>
      <Description term={t(($) => $.field.consequence)}>{words.consequence(alarm)}</Description>
      {timeToRespondSeconds !== null && (
        <Description term={t(($) => $.field.timeToRespond)}>
          {span(timeToRespondSeconds * 1000)}
        </Description>
      )}
    </DescriptionList>
  );
}

function Acknowledgement({ alarm }: { readonly alarm: Alarm }) {
  const { t } = useTranslation('alarms');
  const { acknowledgedAt, acknowledgedByName, acknowledgementNote, resolvedAt, resolutionNotes } =
    alarm;
  return (
    <>
      <Description term={t(($) => $.field.acknowledgedBy)}>{acknowledgedByName}</Description>
      {acknowledgedAt !== null && (
        <Description term={t(($) => $.field.acknowledgedAt)}>
          <Time at={acknowledgedAt} zone />
        </Description>
      )}
      {acknowledgementNote !== null && (
        <Description term={t(($) => $.field.note)}>{acknowledgementNote}</Description>
      )}
      {resolvedAt !== null && (
        <Description term={t(($) => $.field.returned)}>
          <Time at={resolvedAt} zone />
        </Description>
      )}
      {resolutionNotes !== null && (
        <Description term={t(($) => $.field.closing)}>{resolutionNotes}</Description>
      )}
    </>
  );
}

/** What the source recorded, as it named it. */
function Details({ details }: { readonly details: Alarm['details'] }) {
  return Object.entries(details ?? {}).map(([name, value]) => (
    <Description key={name} term={<code>{name}</code>}>
      {typeof value === 'string' ? value : JSON.stringify(value)}
    </Description>
  ));
}
