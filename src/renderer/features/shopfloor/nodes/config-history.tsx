import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeConfigVersion } from '#contract/shopfloor/node-config.ts';
import { completeConfig } from '#contract/shopfloor/node-settings.ts';
import type { NodeConfig } from '#contract/shopfloor/node-settings.ts';
import type { ShopNode } from '#contract/shopfloor/nodes.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { Button } from '#ui/button.tsx';
import { Time } from '#ui/time.tsx';
import styles from '../machines/machine-panel.module.css';
import { ReviewConfig } from './config-review.tsx';

/** What {@link ConfigHistory} takes. */
export interface ConfigHistoryProps {
  readonly record: ShopNode;
  /** The settings as they stand, and their version. */
  readonly settings: NodeConfig;
  readonly version: number;
  readonly onDone: () => void;
}

/** Every version of the settings of a node, with who made it, and the way back to it. */
export function ConfigHistory({ record, settings, version, onDone }: ConfigHistoryProps) {
  const { t } = useTranslation('nodes');
  const mayManage = useCan('node:manage');
  const [chosen, choose] = useState<NodeConfigVersion | null>(null);
  const { data } = useQuery({
    queryKey: ['shopfloor', 'node-configs', record.id, version],
    queryFn: ({ signal }) =>
      client.shopfloor.nodeConfigs.history({ id: record.id, limit: 100 }, { signal }),
  });
  return (
    <section>
      <h3 className={styles.heading}>{t(($) => $.config.versions)}</h3>
      {data?.rows.length === 0 && <p className={styles.quiet}>{t(($) => $.config.noVersions)}</p>}
      <ul className={styles.sessions}>
        {data?.rows.map((row) => (
          <li key={row.version}>
            <span>
              {t(($) => $.config.stateOf, { version: row.version })}
              {row.restoredFrom !== null && (
                <> ({t(($) => $.config.restoredFrom, { version: row.restoredFrom })})</>
              )}
              {row.note !== null && <> · {row.note}</>}
            </span>
            <span className={styles.inline}>
              <span className={styles.quiet}>
                {row.changedBy} · <Time at={row.changedAt} show="relative" />
              </span>
              {mayManage && row.version !== version && (
                <Button size="small" variant="quiet" onPress={() => choose(row)}>
                  {t(($) => $.config.restore)}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {chosen && (
        <ReviewConfig
          record={record}
          before={settings}
          after={completeConfig(record.nodeType, chosen.settings)}
          version={version}
          from={chosen.version}
          onSaved={onDone}
          onClose={() => choose(null)}
        />
      )}
    </section>
  );
}
