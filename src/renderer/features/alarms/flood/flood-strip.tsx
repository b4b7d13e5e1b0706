import { Group, Ungroup } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#ui/button.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Duration } from '#ui/time.tsx';
import styles from './flood.module.css';
import type { FloodMode } from './use-flood-mode.ts';

/** Says that alarms flood, where and since when, and lets the person see every alarm. */
export function FloodStrip({ mode }: { readonly mode: FloodMode }) {
  const { t } = useTranslation('alarms');
  const { floods, grouped, toggle } = mode;
  if (floods.length === 0 && !grouped) return null;
  return (
    <div className={styles.strip}>
      {floods.map(({ id, positionName, startedAt, alarmCount }) => (
        <span key={id} className={styles.flood}>
          {/* Only what does not tick is told: a clock in it would be read out every second. */}
          <span role="status">
            <StatusBadge tone="fault">
              {t(($) => $.flood.at, { position: positionName })}
            </StatusBadge>
          </span>
          <Duration since={startedAt} />
          <span>{t(($) => $.flood.count, { count: alarmCount })}</span>
        </span>
      ))}
      {grouped && <span className={styles.why}>{t(($) => $.flood.grouped)}</span>}
      <Button
        size="small"
        icon={grouped ? <Ungroup aria-hidden="true" /> : <Group aria-hidden="true" />}
        shortcut="G"
        onPress={toggle}
      >
        {t(($) => (grouped ? $.flood.every : $.flood.group))}
      </Button>
    </div>
  );
}
