import { useTranslation } from 'react-i18next';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import styles from './machine-panel.module.css';

/** Where a machine stands and how it is set. */
export function MachineFacts({ tile }: { readonly tile: MachineTile }) {
  const { t } = useTranslation('shopfloor');
  const formats = useFormats();
  const minutes = (count: number): string => formats.span(count * 60_000);
  return (
    <DescriptionList>
      <Description term={t(($) => $.field.code)}>{tile.machineId}</Description>
      <Description term={t(($) => $.field.area)}>{tile.area?.name}</Description>
      <Description term={t(($) => $.field.zone)}>{tile.zone?.name}</Description>
      <Description term={t(($) => $.field.conditionNote)}>{tile.conditionNote}</Description>
      <Description term={t(($) => $.field.badge)}>
        {t(($) => (tile.requiresRfid ? $.machine.badgeNeeded : $.machine.badgeNotNeeded))}
      </Description>
      <Description term={t(($) => $.field.timeout)}>
        {t(($) => $.machine.timeouts, {
          timeout: minutes(tile.timeoutMinutes),
          warning: minutes(tile.warningMinutes),
        })}
      </Description>
      <Description term={t(($) => $.field.node)}>
        {tile.node && (
          <span className={styles.inline}>
            {tile.node.nodeId}
            <StatusBadge tone={tile.node.online ? 'normal' : 'warning'}>
              {t(($) => $.nodeStatus[tile.node?.online ? 'online' : 'offline'])}
            </StatusBadge>
          </span>
        )}
      </Description>
      {tile.node?.lastSeen && !tile.node.online && (
        <Description term={t(($) => $.field.lastSeen)}>
          <Time at={tile.node.lastSeen} show="both" />
        </Description>
      )}
    </DescriptionList>
  );
}
