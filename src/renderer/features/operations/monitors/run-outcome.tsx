import { useTranslation } from 'react-i18next';
import type { MonitorRunRow } from '#contract/operations.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { StatusTone } from '#ui/status-badge.tsx';

const tones: Readonly<Record<MonitorRunRow['outcome'], StatusTone>> = {
  running: 'active',
  succeeded: 'normal',
  failed: 'fault',
  'timed-out': 'fault',
  fenced: 'off',
  abandoned: 'warning',
};

/** What became of a run, as shape and word. */
export function RunOutcome({ outcome }: { readonly outcome: MonitorRunRow['outcome'] }) {
  const { t } = useTranslation('operations');
  return <StatusBadge tone={tones[outcome]}>{t(($) => $.outcome[outcome])}</StatusBadge>;
}
