import { useTranslation } from 'react-i18next';
import type { TokenRow } from '#contract/identity/tokens.ts';
import { useNow } from '#lib/now.ts';
import { StatusBadge } from '#ui/status-badge.tsx';

/** Whether a token is accepted. */
export const tokenStates = ['usable', 'expired', 'revoked'] as const;

/** The state of a token at a moment in milliseconds. */
export function tokenStateOf(
  { isRevoked, expiresAt }: TokenRow,
  now: number,
): (typeof tokenStates)[number] {
  if (isRevoked) return 'revoked';
  return Date.parse(expiresAt) <= now ? 'expired' : 'usable';
}

/** The state of a token as shape and word. */
export function TokenState({ token }: { readonly token: TokenRow }) {
  const { t } = useTranslation('readers');
  const state = tokenStateOf(token, useNow(60_000));
  const tone = { usable: 'normal', expired: 'warning', revoked: 'off' } as const;
  if (state === 'usable' && token.isReplaced) {
    return <StatusBadge tone="notice">{t(($) => $.tokens.replaced)}</StatusBadge>;
  }
  return <StatusBadge tone={tone[state]}>{t(($) => $.tokenState[state])}</StatusBadge>;
}
