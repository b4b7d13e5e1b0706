import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { UserScope } from '#contract/identity/users.ts';
import { client, orpc } from '#lib/core.ts';
import { everyPage } from '#lib/every-page.ts';
import { useCan } from '#lib/session.ts';
import type { Option } from '#ui/option.tsx';
import type { ScopeType } from './scope-edits.ts';

/** Stands for all units of a type in a list of units. */
export const everyUnit = '*';

/** The units that a scope can name. Types whose units are kept elsewhere offer all of them, or the one they have. */
export function useScopeUnits(): {
  readonly idsOf: (type: ScopeType) => readonly string[];
  readonly optionsFor: (scope: UserScope) => readonly Option[];
} {
  const { t } = useTranslation('users');
  const areas = useQuery({
    queryKey: ['identity', 'areas'],
    queryFn: ({ signal }) =>
      everyPage((cursor) => client.shopfloor.areas.list({ cursor, limit: 500 }, { signal })),
    enabled: useCan('machine:read'),
    meta: { topics: ['shopfloor.areas'] },
  });
  const departments = useQuery(
    orpc.identity.departments.list.queryOptions({ meta: { topics: ['identity.departments'] } }),
  );
  const unitsOf = (type: ScopeType): readonly { readonly id: string; readonly name: string }[] =>
    ({ area: areas.data, department: departments.data })[type as string] ?? [];
  return {
    idsOf: (type) => unitsOf(type).map(({ id }) => id),
    optionsFor({ scopeType, scopeId }) {
      const known = unitsOf(scopeType).map(({ id, name }) => ({ value: id, label: name }));
      const unnamed = scopeId !== null && !known.some(({ value }) => value === scopeId);
      return [
        { value: everyUnit, label: t(($) => $.scope.all) },
        ...known,
        ...(unnamed ? [{ value: scopeId, label: scopeId }] : []),
      ];
    },
  };
}
