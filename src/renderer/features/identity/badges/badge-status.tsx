import { useTranslation } from 'react-i18next';
import type { BadgeRow } from '#contract/identity/badges.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { StatusTone } from '#ui/status-badge.tsx';

const tones: Readonly<Record<BadgeRow['status'], StatusTone>> = {
  active: 'normal',
  lost: 'warning',
  blocked: 'fault',
  retired: 'off',
};

/** Whether a badge identifies somebody, as shape and word. */
export function BadgeStatus({ status }: { readonly status: BadgeRow['status'] }) {
  const { t } = useTranslation('users');
  return <StatusBadge tone={tones[status]}>{t(($) => $.badgeStatus[status])}</StatusBadge>;
}
