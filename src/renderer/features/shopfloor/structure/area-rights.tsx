import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissionLevels } from '#contract/identity/users.ts';
import type { AreaHolder, AreaLevel } from '#contract/identity/area-rights.ts';
import { client, orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { Select } from '#ui/select.tsx';
import { useAction } from '#ui/use-action.ts';
import styles from './area-rights.module.css';

/** A change of somebody's right. */
interface Change {
  readonly userId: string;
  readonly fullName: string;
  readonly seen: AreaLevel | null;
  readonly level: AreaLevel | null;
}

/** Who may do what in an area, and giving rights: whoever may run machines is trained on them. */
export function AreaRights({ areaId }: { readonly areaId: string }) {
  const { t } = useTranslation('structure');
  const words = useErrorText();
  const queries = useQueryClient();
  const mayChange = useCan('role:manage');
  const { data: holders, error } = useQuery(
    orpc.identity.areaRights.holders.queryOptions({
      input: { areaId },
      meta: { topics: ['identity.user_scopes'] },
      retry: false,
    }),
  );
  const change = useAction(
    ({ userId, seen, level }: Change) =>
      client.identity.areaRights
        .set({ areaId, userId, seen, level })
        .finally(() => queries.invalidateQueries({ queryKey: orpc.identity.areaRights.key() })),
    { done: () => t(($) => $.rights.saved) },
  );
  if (error) return <Banner tone="info">{t(($) => $.rights.notManaged)}</Banner>;
  if (!holders) return null;
  return (
    <section className={styles.rights} aria-label={t(($) => $.rights.title)}>
      <h3>{t(($) => $.rights.title)}</h3>
      <p className={styles.quiet}>{t(($) => $.rights.hint)}</p>
      <ul>
        {holders.map((holder) => (
          <Holder
            key={holder.userId}
            holder={holder}
            mayChange={mayChange}
            onChange={(level) => change.run({ ...holder, seen: holder.level, level })}
          />
        ))}
      </ul>
      {mayChange && (
        <Strangers
          areaId={areaId}
          onGive={(userId, fullName) =>
            change.run({ userId, fullName, seen: null, level: 'operate' })
          }
          describe={words}
        />
      )}
    </section>
  );
}

function Holder({
  holder,
  mayChange,
  onChange,
}: {
  readonly holder: AreaHolder;
  readonly mayChange: boolean;
  readonly onChange: (level: AreaLevel | null) => void;
}) {
  const { t } = useTranslation('structure');
  const { fullName, level, everywhere, status } = holder;
  const options = [
    ...permissionLevels.map((one) => ({ value: one, label: t(($) => $.level[one]) })),
    { value: 'none', label: t(($) => $.level.none) },
  ] as const;
  return (
    <li className={styles.holder}>
      <span>
        {fullName}
        {status !== 'active' && (
          <span className={styles.quiet}> · {t(($) => $.rights.inactive)}</span>
        )}
        {everywhere !== null && (
          <span className={styles.quiet}>
            {' '}
            · {t(($) => $.rights.everywhere, { level: t(($) => $.level[everywhere]) })}
          </span>
        )}
      </span>
      {mayChange ? (
        <Select
          label={t(($) => $.rights.of, { name: fullName })}
          labelHidden
          options={options}
          value={level ?? 'none'}
          onChange={(chosen) => onChange(chosen === 'none' ? null : chosen)}
        />
      ) : (
        <span>{t(($) => $.level[level ?? 'none'])}</span>
      )}
    </li>
  );
}

function Strangers({
  areaId,
  onGive,
  describe,
}: {
  readonly areaId: string;
  readonly onGive: (userId: string, fullName: string) => void;
  readonly describe: (error: unknown) => string;
}) {
  const { t } = useTranslation('structure');
  const [search, setSearch] = useState('');
  const { data, error } = useQuery(
    orpc.identity.areaRights.strangers.queryOptions({
      input: { areaId, limit: 20, ...(search !== '' && { search }) },
      meta: { topics: ['identity.user_scopes', 'identity.users'] },
    }),
  );
  return (
    <>
      <h3>{t(($) => $.rights.strangers)}</h3>
      <SearchField label={t(($) => $.rights.search)} value={search} onChange={setSearch} />
      {error && <Banner tone="error">{describe(error)}</Banner>}
      <ul>
        {data?.rows.map(({ userId, fullName, username }) => (
          <li key={userId} className={styles.holder}>
            <span>
              {fullName} <span className={styles.quiet}>{username}</span>
            </span>
            <Button size="small" onPress={() => onGive(userId, fullName)}>
              {t(($) => $.rights.train)}
            </Button>
          </li>
        ))}
      </ul>
      {data?.rows.length === 0 && <p className={styles.quiet}>{t(($) => $.rights.nobody)}</p>}
    </>
  );
}
