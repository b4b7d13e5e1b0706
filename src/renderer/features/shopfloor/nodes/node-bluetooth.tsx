import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BluetoothDevice } from '#contract/shopfloor/node-health.ts';
import { client } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { Banner } from '#ui/banner.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import styles from '../machines/machine-panel.module.css';

/** A device that was not seen for this long has probably left. Milliseconds. */
const goneAfterMs = 5 * 60_000;

/** The Bluetooth devices that a node saw last, strongest signal first. */
export function NodeBluetooth({ nodeKey }: { readonly nodeKey: string }) {
  const { t } = useTranslation('nodes');
  const words = useErrorText();
  const { data, error } = useQuery({
    queryKey: ['shopfloor', 'bluetooth', nodeKey],
    queryFn: ({ signal }) => client.shopfloor.nodes.bluetooth({ id: nodeKey }, { signal }),
    meta: { topics: ['shopfloor.bluetooth_devices'] },
  });
  if (error) return <Banner tone="error">{words(error)}</Banner>;
  if (!data) return <Skeleton />;
  if (data.length === 0) return <p className={styles.quiet}>{t(($) => $.bluetooth.none)}</p>;
  return (
    <ul className={styles.sessions}>
      {data.map((device) => (
        <Device key={device.id} device={device} />
      ))}
    </ul>
  );
}

function Device({ device }: { readonly device: BluetoothDevice }) {
  const { t } = useTranslation('nodes');
  const now = useNow(15_000);
  const { name, address, kind, isConnected, lastSeen, signalStrength } = device;
  const isGone = lastSeen === null || now - Date.parse(lastSeen) > goneAfterMs;
  const state = isGone ? 'gone' : isConnected ? 'connected' : 'seen';
  const tone = { gone: 'off', connected: 'active', seen: 'normal' } as const;
  return (
    <li>
      <span>
        {name ?? t(($) => $.bluetooth.unnamed)} <code className={styles.quiet}>{address}</code>{' '}
        {kind !== null && <span className={styles.quiet}>{kind}</span>}
      </span>
      <span className={styles.inline}>
        <StatusBadge tone={tone[state]}>{t(($) => $.bluetooth[state])}</StatusBadge>
        {signalStrength !== null && (
          <span>{t(($) => $.bluetooth.signal, { signal: signalStrength })}</span>
        )}
        {lastSeen !== null && (
          <span className={styles.quiet}>
            <Time at={lastSeen} show="relative" />
          </span>
        )}
      </span>
    </li>
  );
}
