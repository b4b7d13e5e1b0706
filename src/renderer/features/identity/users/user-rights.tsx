import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserDetail } from '#contract/identity/users.ts';
import { useDirtyMark } from '#lib/unsaved-changes.ts';
import { useAction } from '#ui/use-action.ts';
import { Button } from '#ui/button.tsx';
import parts from '../parts/parts.module.css';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { RolePicker } from './role-picker.tsx';
import { ScopesEditor } from './scopes-editor.tsx';
import { useRecordChange } from './use-record-change.ts';

/** What a person may do, and where. */
export function UserRights({ user }: { readonly user: UserDetail }) {
  return (
    <div className={parts.stack}>
      <ScopesEditor user={user} />
      <RolesEditor user={user} />
    </div>
  );
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.toSorted().join() === b.toSorted().join();

function RolesEditor({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation('users');
  const words = useIdentityWords();
  const change = useRecordChange(user.id);
  const [roleIds, setRoleIds] = useState<readonly string[]>(user.roleIds);
  const dirty = !same(roleIds, user.roleIds);
  useDirtyMark(dirty);
  const save = useAction(
    () =>
      change((users) =>
        users.setRoles({ id: user.id, version: user.version, roleIds: [...roleIds] }),
      ),
    { done: () => t(($) => $.rolesSaved, { name: user.fullName }), refused: words },
  );
  return (
    <section className={parts.stack}>
      <RolePicker value={roleIds} onChange={setRoleIds} isDisabled={save.busy} />
      <div className={parts.right}>
        <Button
          variant="primary"
          busy={save.busy}
          isDisabled={!dirty}
          onPress={() => save.run(undefined)}
        >
          {t(($) => $.saveRoles)}
        </Button>
      </div>
    </section>
  );
}
