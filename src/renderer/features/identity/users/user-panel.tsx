import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { UserDetail, UserRow } from '#contract/identity/users.ts';
import { orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Tabs } from '#ui/tabs.tsx';
import type { TabItem } from '#ui/tabs.tsx';
import { Time } from '#ui/time.tsx';
import { UserBadges } from '../badges/user-badges.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { UserActions } from './user-actions.tsx';
import { UserFacts } from './user-facts.tsx';
import { UserForm } from './user-form.tsx';
import { UserRights } from './user-rights.tsx';
import { UserStatus } from './user-status.tsx';

/** What a {@link UserPanel} takes. */
export interface UserPanelProps {
  readonly row: UserRow;
  /** Whether the person asked for the record; reading it is kept in the audit trail. */
  readonly opened: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

/** One account: names at once, everything else only after it was asked for. */
export function UserPanel({ row, opened, onOpen, onClose }: UserPanelProps) {
  const record = useRecord(row.id, opened);
  return (
    <DetailPanel
      id="identity.user"
      title={row.fullName}
      aside={<UserStatus status={row.status} />}
      onClose={onClose}
      {...(opened &&
        record.data && { actions: <UserActions user={record.data} onRemoved={onClose} /> })}
    >
      {opened ? <Opened row={row} record={record} /> : <Closed row={row} onOpen={onOpen} />}
    </DetailPanel>
  );
}

/** Read once for each opening, and never kept, so that the trail tells who looked when. */
const useRecord = (id: string, opened: boolean) =>
  useQuery(
    orpc.identity.users.get.queryOptions({ input: { id }, enabled: opened, gcTime: 0, retry: 1 }),
  );

function Closed({ row, onOpen }: { readonly row: UserRow; readonly onOpen: () => void }) {
  const { t } = useTranslation('users');
  return (
    <>
      <DescriptionList>
        <Description term={t(($) => $.field.username)}>{row.username}</Description>
        <Description term={t(($) => $.field.roles)}>{row.roles.join(', ')}</Description>
        <Description term={t(($) => $.field.badges)}>{row.activeBadges}</Description>
        <Description term={t(($) => $.field.mfa)}>
          {t(($) => (row.mfaEnabled ? $.mfa.on : $.mfa.off))}
        </Description>
        <Description term={t(($) => $.field.lastLogin)}>
          {row.lastLoginAt && <Time at={row.lastLoginAt} zone />}
        </Description>
      </DescriptionList>
      <Banner tone="info">{t(($) => $.record.notice)}</Banner>
      <Button onPress={onOpen} shortcut="Enter">
        {t(($) => $.record.open)}
      </Button>
    </>
  );
}

function Opened({
  row,
  record,
}: {
  readonly row: UserRow;
  readonly record: ReturnType<typeof useRecord>;
}) {
  const words = useIdentityWords();
  if (record.error) return <Banner tone="error">{words(record.error)}</Banner>;
  if (!record.data) return <Skeleton lines={10} />;
  return <RecordTabs row={row} user={record.data} />;
}

function RecordTabs({ row, user }: { readonly row: UserRow; readonly user: UserDetail }) {
  const { t } = useTranslation('users');
  const mayEdit = useCan('user:update');
  const mayGrant = useCan('role:manage');
  const mayBadge = useCan('badge:manage');
  const items: (TabItem | false)[] = [
    { id: 'facts', label: t(($) => $.tab.facts), content: <UserFacts user={user} /> },
    mayEdit && { id: 'edit', label: t(($) => $.tab.edit), content: <UserForm user={user} /> },
    mayGrant && {
      id: 'rights',
      label: t(($) => $.tab.rights),
      content: <UserRights user={user} />,
    },
    mayBadge && {
      id: 'badges',
      label: t(($) => $.tab.badges),
      content: <UserBadges userId={row.id} fullName={row.fullName} />,
    },
  ];
  return <Tabs label={user.fullName} items={items.filter((item) => item !== false)} />;
}
