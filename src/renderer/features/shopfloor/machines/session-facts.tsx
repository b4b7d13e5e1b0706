import { useTranslation } from 'react-i18next';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { Banner } from '#ui/banner.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { Duration, Time } from '#ui/time.tsx';
import { TimeLeftText } from './time-left-text.tsx';

/** Who runs a machine, since when, and for how long still. */
export function SessionFacts({
  session,
}: {
  readonly session: NonNullable<MachineTile['session']>;
}) {
  const { t } = useTranslation('shopfloor');
  return (
    <>
      {session.unconfirmed && (
        <Banner tone="warning" title={t(($) => $.session.unconfirmed)}>
          {t(($) => $.session.unconfirmedText)}
        </Banner>
      )}
      {session.releaseState === 'failed' && (
        <Banner tone="warning" title={t(($) => $.release.failed)}>
          {t(($) => $.release.failedText)}
        </Banner>
      )}
      <DescriptionList>
        <Description term={t(($) => $.field.person)}>
          {session.fullName ?? t(($) => $.person.unknown)}
        </Description>
        <Description term={t(($) => $.field.since)}>
          <Time at={session.startTime} zone />
        </Description>
        <Description term={t(($) => $.field.running)}>
          <Duration since={session.startTime} />
        </Description>
        <Description term={t(($) => $.field.timeLeft)}>
          <TimeLeftText session={session} />
        </Description>
        {session.releaseState !== null && (
          <Description term={t(($) => $.field.release)}>
            {t(($) => $.release[session.releaseState ?? 'requested'])}
          </Description>
        )}
      </DescriptionList>
    </>
  );
}
