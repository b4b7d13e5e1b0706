import { useTranslation } from 'react-i18next';
import type { UserRow } from '#contract/identity/users.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { StatusTone } from '#ui/status-badge.tsx';

const tones: Readonly<Record<UserRow['status'], StatusTone>> = {
  active: 'normal',
  inactive: 'off',
  locked: 'warning',
  pending_verification: 'notice',
};

/** Whether an account can be used, as shape and word. */
export function UserStatus({ status }: { readonly status: UserRow['status'] }) {
  const { t } = useTranslation('users');
  return <StatusBadge tone={tones[status]}>{t(($) => $.status[status])}</StatusBadge>;
}
