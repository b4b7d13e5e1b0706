import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { TokenRow } from '#contract/identity/tokens.ts';
import { client } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { Banner } from '#ui/banner.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import styles from '../machines/machine-panel.module.css';

/** The tokens with which a node reports over the network, and the way to the screen that manages them. */
export function NodeAccess({ nodeKey }: { readonly nodeKey: string }) {
  const { t } = useTranslation('nodes');
  const words = useErrorText();
  const { data, error } = useQuery({
    queryKey: ['shopfloor', 'node-tokens', nodeKey],
    queryFn: ({ signal }) =>
      client.identity.tokens.list({ nodeId: nodeKey, limit: 50 }, { signal }),
    meta: { topics: ['identity.api_tokens'] },
  });
  if (error) return <Banner tone="error">{words(error)}</Banner>;
  if (!data) return <Skeleton />;
  return (
    <div className={styles.stack}>
      {data.rows.length === 0 && <p className={styles.quiet}>{t(($) => $.access.none)}</p>}
      <ul className={styles.sessions}>
        {data.rows.map((token) => (
          <Token key={token.id} token={token} />
        ))}
      </ul>
      <Link href={`/tokens?tokens.node=${nodeKey}`} className={styles.link}>
        {t(($) => $.access.manage)}
      </Link>
    </div>
  );
}

function Token({ token }: { readonly token: TokenRow }) {
  const { t } = useTranslation('nodes');
  const now = useNow(60_000);
  const { name, prefix, expiresAt, lastUsed, isRevoked, isReplaced } = token;
  const isOver = Date.parse(expiresAt) <= now;
  const state = isRevoked ? 'revoked' : isOver ? 'expired' : isReplaced ? 'replaced' : 'usable';
  const tone = {
    usable: 'normal',
    replaced: 'notice',
    expired: 'warning',
    revoked: 'off',
  } as const;
  return (
    <li>
      <span>
        {name} <code className={styles.quiet}>{prefix}…</code>
      </span>
      <span className={styles.inline}>
        <StatusBadge tone={tone[state]}>{t(($) => $.access[state])}</StatusBadge>
        <span className={styles.quiet}>
          {t(($) => $.access.ends)} <Time at={expiresAt} show="relative" /> ·{' '}
          {lastUsed === null ? (
            t(($) => $.access.never)
          ) : (
            <>
              {t(($) => $.access.used)} <Time at={lastUsed} show="relative" />
            </>
          )}
        </span>
      </span>
    </li>
  );
}
