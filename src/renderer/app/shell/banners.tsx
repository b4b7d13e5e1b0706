import { useTranslation } from 'react-i18next';
import { Banner } from '#ui/banner.tsx';
import { useConnection } from '#lib/use-connection.ts';
import { useSystemStatus } from './system-status.ts';

/** Says under the top bar when what is shown may be old, or cannot be saved. */
export function Banners() {
  const { t } = useTranslation('shell');
  const connection = useConnection();
  const status = useSystemStatus();
  if (connection.kind === 'down') {
    return <Banner tone="error">{t(($) => $.banner.disconnected)}</Banner>;
  }
  if (status?.database.kind === 'reconnecting') {
    return <Banner tone="error">{t(($) => $.banner.reconnecting)}</Banner>;
  }
  if (status?.database.kind === 'read-only') {
    const { reason } = status.database;
    return <Banner tone="warning">{t(($) => $.banner.readOnly, { reason })}</Banner>;
  }
  return null;
}
