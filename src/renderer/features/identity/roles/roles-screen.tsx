import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Save } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoleRow } from '#contract/identity/roles.ts';
import { client, isCoreError, orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useDirtyMark } from '#lib/unsaved-changes.ts';
import { useAction } from '#ui/use-action.ts';
import { Button } from '#ui/button.tsx';
import { ErrorState } from '#ui/error-state.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import parts from '../parts/parts.module.css';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { changeCount, changedColumns, toggled } from './grid-changes.ts';
import type { GridDraft } from './grid-changes.ts';
import { NewRoleDialog } from './new-role-dialog.tsx';
import { PermissionGrid } from './permission-grid.tsx';
import { RolePanel } from './role-panel.tsx';

const nothing: GridDraft = new Map();
const topics = ['identity.roles', 'identity.users'];

/** Which role permits what, as one grid that is saved together. */
export function Screen() {
  const words = useIdentityWords();
  const roles = useQuery(orpc.identity.roles.list.queryOptions({ meta: { topics } }));
  const rows = useQuery(orpc.identity.roles.permissions.queryOptions());
  const [draft, setDraft] = useState(nothing);
  const [openId, setOpenId] = useState<string | null>(null);
  const mayManage = useCan('role:manage');
  const failure = roles.error ?? rows.error;
  if (failure) return <ErrorState title={words(failure)} onRetry={() => void roles.refetch()} />;
  if (!roles.data || !rows.data) return <Skeleton lines={16} wholeScreen />;
  const open = roles.data.find(({ id }) => id === openId);
  return (
    <WithPanel
      panel={open && <RolePanel key={open.id} role={open} onClose={() => setOpenId(null)} />}
    >
      <RolesToolbar roles={roles.data} draft={draft} onDraft={setDraft} />
      <PermissionGrid
        roles={roles.data}
        rows={rows.data}
        draft={draft}
        onOpenRole={({ id }) => setOpenId(id)}
        {...(mayManage && {
          onToggle: (role, permission) => setDraft((now) => toggled(role, permission, now)),
        })}
      />
    </WithPanel>
  );
}

function RolesToolbar({
  roles,
  draft,
  onDraft,
}: {
  readonly roles: readonly RoleRow[];
  readonly draft: GridDraft;
  readonly onDraft: (draft: GridDraft) => void;
}) {
  const { t } = useTranslation('users');
  const words = useIdentityWords();
  const queries = useQueryClient();
  const mayManage = useCan('role:manage');
  const [adding, setAdding] = useState(false);
  const count = changeCount(roles, draft);
  useDirtyMark(count > 0);
  const reread = (): Promise<void> =>
    queries.invalidateQueries({ queryKey: orpc.identity.roles.list.key() });
  const save = useAction(
    () => client.identity.roles.saveGrid({ roles: changedColumns(roles, draft) }),
    {
      done: () => t(($) => $.grid.saved),
      async onDone() {
        await reread();
        onDraft(nothing);
      },
      refused(error) {
        // What was turned over stays; with the versions that stand now it can be saved again.
        if (!isCoreError(error) || error.code !== 'CONFLICT') return words(error);
        void reread();
        return t(($) => $.grid.conflict);
      },
    },
  );
  if (!mayManage) return null;
  return (
    <Toolbar label={t(($) => $.grid.actions)}>
      <Button icon={<Plus aria-hidden="true" />} onPress={() => setAdding(true)}>
        {t(($) => $.role.add)}
      </Button>
      <ToolbarSpace />
      <span className={parts.quiet} role="status">
        {count > 0 ? t(($) => $.grid.changes, { count }) : t(($) => $.grid.keys)}
      </span>
      <Button isDisabled={count === 0} onPress={() => onDraft(nothing)}>
        {t(($) => $.grid.discard)}
      </Button>
      <Button
        variant="primary"
        icon={<Save aria-hidden="true" />}
        isDisabled={count === 0}
        busy={save.busy}
        onPress={() => save.run(undefined)}
      >
        {t(($) => $.grid.save)}
      </Button>
      <NewRoleDialog open={adding} onClose={() => setAdding(false)} />
    </Toolbar>
  );
}
