import { useTranslation } from 'react-i18next';
import type { DisplayRow } from '#contract/identity/displays.ts';
import { useNow } from '#lib/now.ts';
import { StatusBadge } from '#ui/status-badge.tsx';

/** Whether a display's right stands: what its list can be narrowed to. */
export const displayFilters = ['usable', 'expired', 'revoked'] as const;

type State = 'waiting' | 'lapsed' | 'connected' | 'silent' | 'expired' | 'revoked';

/** It is noted each minute that a display is there; one that misses two is not. Milliseconds. */
const SILENT_MS = 150_000;
const REDRAW_MS = 30_000;

/** The state of a display at a moment in milliseconds. */
export function displayStateOf(display: DisplayRow, now: number): State {
  const { revokedAt, expiresAt, pairedAt, codeExpiresAt, lastSeen } = display;
  if (revokedAt !== null) return 'revoked';
  if (Date.parse(expiresAt) <= now) return 'expired';
  if (pairedAt === null)
    return codeExpiresAt !== null && Date.parse(codeExpiresAt) > now ? 'waiting' : 'lapsed';
  return lastSeen !== null && now - Date.parse(lastSeen) < SILENT_MS ? 'connected' : 'silent';
}

const tones = {
  waiting: 'notice',
  lapsed: 'warning',
  connected: 'normal',
  silent: 'warning',
  expired: 'off',
  revoked: 'off',
} as const;

/** The state of a display as shape and word. */
export function DisplayState({ display }: { readonly display: DisplayRow }) {
  const { t } = useTranslation('displays');
  const state = displayStateOf(display, useNow(REDRAW_MS));
  return <StatusBadge tone={tones[state]}>{t(($) => $.state[state])}</StatusBadge>;
}
