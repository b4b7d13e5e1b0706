import type { TFunction } from 'i18next';
import type { UserRow } from '#contract/identity/users.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { Time } from '#ui/time.tsx';
import { UserStatus } from './user-status.tsx';

const fixed = { sortable: false } as const;

/** The columns of the directory; the server orders it by name. */
export function userColumns(t: TFunction<'users'>): readonly TableColumn<UserRow>[] {
  return [
    {
      ...fixed,
      id: 'status',
      header: t(($) => $.field.status),
      width: 130,
      value: ({ status }) => t(($) => $.status[status]),
      cell: ({ status }) => <UserStatus status={status} />,
    },
    {
      ...fixed,
      id: 'fullName',
      header: t(($) => $.field.fullName),
      width: 190,
      alwaysShown: true,
      value: ({ fullName }) => fullName,
    },
    {
      ...fixed,
      id: 'username',
      header: t(($) => $.field.username),
      width: 170,
      value: ({ username }) => username,
    },
    {
      ...fixed,
      id: 'roles',
      header: t(($) => $.field.roles),
      width: 220,
      grow: true,
      value: ({ roles }) => roles.join(', '),
    },
    {
      ...fixed,
      id: 'badges',
      header: t(($) => $.field.badges),
      width: 80,
      align: 'end',
      value: ({ activeBadges }) => activeBadges,
    },
    {
      ...fixed,
      id: 'mfa',
      header: t(($) => $.field.mfa),
      width: 120,
      value: ({ mfaEnabled }) => t(($) => (mfaEnabled ? $.mfa.on : $.mfa.off)),
    },
    {
      ...fixed,
      id: 'lastLogin',
      header: t(($) => $.field.lastLogin),
      width: 170,
      value: ({ lastLoginAt }) => lastLoginAt,
      cell: ({ lastLoginAt }) => (lastLoginAt === null ? '–' : <Time at={lastLoginAt} />),
    },
  ];
}
