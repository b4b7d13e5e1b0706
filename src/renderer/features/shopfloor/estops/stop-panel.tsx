import { useTranslation } from 'react-i18next';
import type { EstopEvent } from '#contract/shopfloor/estops.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Time } from '#ui/time.tsx';
import { StopActions } from './stop-actions.tsx';
import { CircuitBadge, placeOf, stateOfStop } from './stop-looks.tsx';
import { StopPeople } from './stop-people.tsx';

/** One stop with everything that is known of it. */
export function StopPanel({
  stop,
  onClose,
}: {
  readonly stop: EstopEvent;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('safety');
  const { type, since, resetAt, acknowledgedAt } = stop;
  return (
    <DetailPanel
      id="shopfloor.stop"
      title={placeOf(stop)}
      aside={<CircuitBadge state={stateOfStop(stop)} />}
      actions={<StopActions stop={stop} />}
      onClose={onClose}
    >
      <DescriptionList>
        <Description term={t(($) => $.field.type)}>{t(($) => $.type[type])}</Description>
        <Description term={t(($) => $.field.area)}>{stop.area?.name}</Description>
        <Description term={t(($) => $.field.node)}>{stop.node?.nodeId}</Description>
        <Description term={t(($) => $.field.time)}>
          <Time at={since} show="both" zone />
        </Description>
        <Description term={t(($) => $.field.reset)}>
          {resetAt === null ? null : <Time at={resetAt} />}
        </Description>
        <Description term={t(($) => $.field.acknowledged)}>
          {acknowledgedAt === null ? null : <Time at={acknowledgedAt} />}
        </Description>
        <Description term={t(($) => $.field.acknowledgedBy)}>{stop.acknowledgedBy}</Description>
        <Description term={t(($) => $.field.note)}>{stop.acknowledgeNote}</Description>
        <Description term={t(($) => $.field.pressedBy)}>{stop.triggeredBy?.name}</Description>
        <Description term={t(($) => $.field.description)}>{stop.description}</Description>
      </DescriptionList>
      <StopPeople stopId={stop.id} />
    </DetailPanel>
  );
}
