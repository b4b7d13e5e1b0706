import { useTranslation } from 'react-i18next';
import type { TileState } from '#contract/shopfloor/machines.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import { stateLooks } from './state-look.ts';

/** What a machine does now, as shape, letter and word. */
export function StateBadge({ state }: { readonly state: TileState }) {
  const { t } = useTranslation('shopfloor');
  return <StatusBadge {...stateLooks[state]}>{t(($) => $.state[state])}</StatusBadge>;
}
