import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { RoleRow } from '#contract/identity/roles.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { withProof } from '#lib/with-proof.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { toast } from '#ui/toast-queue.ts';
import { useIdentityWords } from '../parts/use-identity-words.ts';

/** What a {@link RolePanel} takes. */
export interface RolePanelProps {
  readonly role: RoleRow;
  readonly onClose: () => void;
}

/** One role: what it is for, who holds it, and removing it. */
export function RolePanel({ role, onClose }: RolePanelProps) {
  const { t } = useTranslation('users');
  const mayManage = useCan('role:manage');
  return (
    <DetailPanel
      id="identity.role"
      title={role.name}
      onClose={onClose}
      {...(mayManage &&
        !role.isProtected && { actions: <RemoveRole role={role} onRemoved={onClose} /> })}
    >
      {role.isProtected && <Banner tone="info">{t(($) => $.role.protectedText)}</Banner>}
      <DescriptionList>
        <Description term={t(($) => $.role.description)}>{role.description}</Description>
        <Description term={t(($) => $.role.permissions)}>{role.permissions.length}</Description>
        <Description term={t(($) => $.role.users)}>
          <Link href={`/users?users.role=${role.id}`}>
            {t(($) => $.role.holders, { count: role.users })}
          </Link>
        </Description>
      </DescriptionList>
    </DetailPanel>
  );
}

function RemoveRole({
  role,
  onRemoved,
}: {
  readonly role: RoleRow;
  readonly onRemoved: () => void;
}) {
  const { t } = useTranslation('users');
  const words = useIdentityWords();
  const [asking, setAsking] = useState(false);
  const { id, version, name } = role;
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t(($) => $.role.remove)}</Button>
      <ConfirmWithReason
        open={asking}
        onClose={() => setAsking(false)}
        title={t(($) => $.role.removeTitle, { name })}
        harm={t(($) => $.role.removeHarm)}
        confirmLabel={t(($) => $.role.remove)}
        minLength={0}
        describe={words}
        onConfirm={async () => {
          await withProof(() => client.identity.roles.remove({ id, version }));
          toast({ tone: 'success', title: t(($) => $.role.removed, { name }) });
          onRemoved();
        }}
      />
    </>
  );
}
