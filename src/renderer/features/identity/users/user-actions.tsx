import {
  KeyRound,
  Lock,
  LockOpen,
  MoreHorizontal,
  ShieldOff,
  Trash2,
  UserCheck,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserDetail } from '#contract/identity/users.ts';
import { useCan } from '#lib/session.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { Menu, MenuItem } from '#ui/menu.tsx';
import { toast } from '#ui/toast-queue.ts';
import { SecretOnce } from '../parts/secret-once.tsx';
import type { OnceShown } from '../parts/secret-once.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { PinDialog } from './pin-dialog.tsx';
import { useRecordChange } from './use-record-change.ts';

type Question = 'activate' | 'deactivate' | 'unlock' | 'resetPassword' | 'resetMfa' | 'remove';

/** What a {@link UserActions} takes. */
export interface UserActionsProps {
  readonly user: UserDetail;
  readonly onRemoved: () => void;
}

/** What an administrator may do to an account; each asks first and says what it does. */
export function UserActions({ user, onRemoved }: UserActionsProps) {
  const { t } = useTranslation('users');
  const [asked, ask] = useState<Question | 'pin' | null>(null);
  const [shown, setShown] = useState<OnceShown | null>(null);
  const close = (): void => ask(null);
  const mayUpdate = useCan('user:update');
  const turn = turnOf(user.status);
  return (
    <>
      {mayUpdate && (
        <Button
          icon={
            turn === 'unlock' ? <LockOpen aria-hidden="true" /> : <UserCheck aria-hidden="true" />
          }
          onPress={() => ask(turn)}
        >
          {t(($) => $.action[turn].button)}
        </Button>
      )}
      <ActionMenu user={user} onAsk={ask} />
      <PinDialog open={asked === 'pin'} user={user} onClose={close} />
      {asked !== null && asked !== 'pin' && (
        <Ask question={asked} user={user} onClose={close} onShow={setShown} onRemoved={onRemoved} />
      )}
      <SecretOnce shown={shown} onClose={() => setShown(null)} />
    </>
  );
}

function turnOf(status: UserDetail['status']): 'activate' | 'deactivate' | 'unlock' {
  if (status === 'active') return 'deactivate';
  return status === 'locked' ? 'unlock' : 'activate';
}

function ActionMenu({
  user,
  onAsk,
}: {
  readonly user: UserDetail;
  readonly onAsk: (question: Question | 'pin') => void;
}) {
  const { t } = useTranslation('users');
  const mayUpdate = useCan('user:update');
  const mayBadge = useCan('badge:manage');
  const mayDelete = useCan('user:delete');
  if (!mayUpdate && !mayBadge && !mayDelete) return null;
  return (
    <Menu
      aria-label={t(($) => $.action.more)}
      trigger={
        <Button icon={<MoreHorizontal aria-hidden="true" />}>{t(($) => $.action.more)}</Button>
      }
    >
      {mayUpdate && (
        <MenuItem
          label={t(($) => $.action.resetPassword.button)}
          icon={<KeyRound aria-hidden="true" />}
          onAction={() => onAsk('resetPassword')}
        />
      )}
      {mayUpdate && (
        <MenuItem
          label={t(($) => $.action.resetMfa.button)}
          icon={<ShieldOff aria-hidden="true" />}
          isDisabled={!user.mfaEnabled}
          onAction={() => onAsk('resetMfa')}
        />
      )}
      {mayBadge && (
        <MenuItem
          label={t(($) => $.pin.button)}
          icon={<Lock aria-hidden="true" />}
          onAction={() => onAsk('pin')}
        />
      )}
      {mayDelete && (
        <MenuItem
          label={t(($) => $.action.remove.button)}
          icon={<Trash2 aria-hidden="true" />}
          danger
          onAction={() => onAsk('remove')}
        />
      )}
    </Menu>
  );
}

function Ask(props: {
  readonly question: Question;
  readonly user: UserDetail;
  readonly onClose: () => void;
  readonly onShow: (shown: OnceShown) => void;
  readonly onRemoved: () => void;
}) {
  const { question, user, onClose, onShow, onRemoved } = props;
  const { t } = useTranslation('users');
  const words = useIdentityWords();
  const change = useRecordChange(user.id);
  const { id, version, fullName: name } = user;
  const doIt: Readonly<Record<Question, (reason: string) => Promise<unknown>>> = {
    activate: (reason) =>
      change((users) => users.setStatus({ id, version, status: 'active', reason })),
    unlock: (reason) =>
      change((users) => users.setStatus({ id, version, status: 'active', reason })),
    deactivate: (reason) =>
      change((users) => users.setStatus({ id, version, status: 'inactive', reason })),
    resetMfa: () => change((users) => users.resetMfa({ id })),
    remove: async () => {
      await change((users) => users.remove({ id, version }));
      onRemoved();
    },
    resetPassword: async () => {
      const { oneTimePassword, expiresAt } = await change((users) => users.resetPassword({ id }));
      const [title, text] = [t(($) => $.password.title, { name }), t(($) => $.password.text)];
      onShow({ title, text, secret: oneTimePassword, expiresAt });
    },
  };
  const asksWhy = ['activate', 'deactivate', 'unlock'].includes(question);
  return (
    <ConfirmWithReason
      open
      onClose={onClose}
      title={t(($) => $.action[question].title, { name })}
      harm={t(($) => $.action[question].harm, { name })}
      confirmLabel={t(($) => $.action[question].button)}
      minLength={asksWhy ? 3 : 0}
      {...(question === 'remove' && { typed: user.username })}
      describe={words}
      onConfirm={async (reason) => {
        await doIt[question](reason);
        toast({ tone: 'success', title: t(($) => $.action[question].done, { name }) });
      }}
    />
  );
}
