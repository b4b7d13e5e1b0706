import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '#lib/use-connection.ts';
import { useFormats } from '#lib/use-formats.ts';
import { StatusBadge, type StatusTone } from '#ui/status-badge.tsx';
import { NodeLinks, ReaderLinks } from './device-links.tsx';
import { useSystemStatus } from './system-status.ts';
import { WaitingBadge } from './waiting-badge.tsx';
import styles from './status-bar.module.css';

/** The bar below everything: connection, database, device links, monitors, zone, versions. */
export function StatusBar() {
  const { t } = useTranslation('shell');
  const formats = useFormats();
  const status = useSystemStatus();
  return (
    <footer className={styles.bar} aria-label={t(($) => $.status.label)}>
      <Item name={t(($) => $.status.connection)}>
        <ConnectionBadge />
      </Item>
      <Item name={t(($) => $.status.database)}>
        <DatabaseBadge />
      </Item>
      <ReaderLinks />
      <NodeLinks />
      <WaitingBadge />
      <span className={styles.item}>
        {status?.leader ? (
          t(($) => $.status.leader, { name: status.leader.workstation })
        ) : (
          <StatusBadge tone="warning">{t(($) => $.status.noLeader)}</StatusBadge>
        )}
      </span>
      <span className={styles.space} />
      <span className={styles.item}>{t(($) => $.status.zone, { zone: formats.timeZone })}</span>
      <span className={styles.item}>
        {status?.workstation} · {status?.versions.program}
      </span>
    </footer>
  );
}

function Item({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <span className={styles.item}>
      <span className={styles.name}>{name}</span> {children}
    </span>
  );
}

function ConnectionBadge() {
  const { t } = useTranslation('shell');
  const formats = useFormats();
  const connection = useConnection();
  if (connection.kind === 'up') {
    return <StatusBadge tone="normal">{t(($) => $.status.connected)}</StatusBadge>;
  }
  if (connection.kind === 'connecting') {
    return <StatusBadge tone="unknown">{t(($) => $.status.connecting)}</StatusBadge>;
  }
  return (
    <StatusBadge tone="fault">
      {t(($) => $.status.disconnected, { time: formats.time(connection.since) })}
    </StatusBadge>
  );
}

const databaseTones = {
  online: 'normal',
  reconnecting: 'fault',
  'read-only': 'warning',
} as const satisfies Record<string, StatusTone>;

function DatabaseBadge() {
  const { t } = useTranslation('shell');
  const kind = useSystemStatus()?.database.kind;
  if (!kind) return <StatusBadge tone="unknown">{t(($) => $.status.connecting)}</StatusBadge>;
  const words = kind === 'read-only' ? t(($) => $.status.readOnly) : t(($) => $.status[kind]);
  return <StatusBadge tone={databaseTones[kind]}>{words}</StatusBadge>;
}
