import { useTranslation } from 'react-i18next';
import type { ReaderLinkRow } from '#contract/identity/readers.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { StatusTone } from '#ui/status-badge.tsx';

type State = ReaderLinkRow['state'];

const tones: Readonly<Record<State, StatusTone>> = {
  up: 'normal',
  opening: 'active',
  down: 'fault',
  elsewhere: 'unknown',
  disabled: 'off',
};

/** The state of a link; a wrong baud rate shows here too, because the link itself is up then. */
export function ReaderLink({ link }: { readonly link: ReaderLinkRow | undefined }) {
  const { t } = useTranslation('readers');
  if (!link) return <StatusBadge tone="unknown">{t(($) => $.state.unknown)}</StatusBadge>;
  if (link.checkBaud)
    return <StatusBadge tone="warning">{t(($) => $.state.checkBaud)}</StatusBadge>;
  return <StatusBadge tone={tones[link.state]}>{t(($) => $.state[link.state])}</StatusBadge>;
}
