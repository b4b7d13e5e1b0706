import type { TFunction } from 'i18next';
import type { TokenRow } from '#contract/identity/tokens.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { Time } from '#ui/time.tsx';
import { TokenState } from './token-state.tsx';

const fixed = { sortable: false } as const;

/** The columns of the tokens; the server puts the newest first. */
export function tokenColumns(t: TFunction<'readers'>): readonly TableColumn<TokenRow>[] {
  return [
    {
      ...fixed,
      id: 'state',
      header: t(($) => $.tokens.state),
      width: 110,
      value: ({ isRevoked, expiresAt }) => (isRevoked ? 'revoked' : expiresAt),
      cell: (token) => <TokenState token={token} />,
    },
    {
      ...fixed,
      id: 'name',
      header: t(($) => $.tokens.name),
      width: 200,
      alwaysShown: true,
      value: ({ name }) => name,
    },
    {
      ...fixed,
      id: 'prefix',
      header: t(($) => $.tokens.prefix),
      width: 130,
      value: ({ prefix }) => prefix,
      cell: ({ prefix }) => <code>{prefix}…</code>,
    },
    {
      ...fixed,
      id: 'node',
      header: t(($) => $.tokens.node),
      width: 110,
      value: ({ nodeCode }) => nodeCode,
    },
    {
      ...fixed,
      id: 'scopes',
      header: t(($) => $.tokens.allows),
      width: 240,
      grow: true,
      value: ({ scopes }) => scopes.join(', '),
    },
    {
      ...fixed,
      id: 'expires',
      header: t(($) => $.tokens.expiresAt),
      width: 170,
      value: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) => <Time at={expiresAt} />,
    },
    {
      ...fixed,
      id: 'lastUsed',
      header: t(($) => $.tokens.lastUsed),
      width: 150,
      value: ({ lastUsed }) => lastUsed,
      cell: ({ lastUsed }) => (lastUsed === null ? '–' : <Time at={lastUsed} show="relative" />),
    },
    {
      ...fixed,
      id: 'createdBy',
      header: t(($) => $.tokens.createdBy),
      width: 150,
      value: ({ createdByName }) => createdByName,
    },
  ];
}
