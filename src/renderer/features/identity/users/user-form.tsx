import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { userFields } from '#contract/identity/users.ts';
import type { UserDetail } from '#contract/identity/users.ts';
import { client, isCoreError, orpc } from '#lib/core.ts';
import { withProof } from '#lib/with-proof.ts';
import { ConflictBanner } from '#ui/form/conflict-banner.tsx';
import { Form } from '#ui/form/form.tsx';
import { useVersionedForm } from '#ui/form/use-versioned-form.ts';
import { toast } from '#ui/toast-queue.ts';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { toUserInput, UserEntries, useUserLabels } from './user-entries.tsx';

/** Changes an account. Where a colleague saved first, theirs is fetched and shown, and mine is kept. */
export function UserForm({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation('users');
  const words = useIdentityWords();
  const labels = useUserLabels();
  const queries = useQueryClient();
  const record = orpc.identity.users.get.queryKey({ input: { id: user.id } });
  const edit = useVersionedForm({
    row: user,
    schema: userFields,
    toInput: toUserInput,
    draftKey: 'identity.user',
    async save(values, seen) {
      const before = seen ?? user;
      try {
        const { id, version } = before;
        const saved = await withProof(() =>
          client.identity.users.update({ ...values, id, version }),
        );
        const after = { ...before, ...values, version: saved.version };
        queries.setQueryData(record, after);
        toast({ tone: 'success', title: t(($) => $.done.saved, { name: values.fullName }) });
        return after;
      } catch (error) {
        if (isCoreError(error) && error.code === 'CONFLICT')
          await queries.invalidateQueries({ queryKey: record });
        throw error;
      }
    },
  });
  return (
    <Form edit={edit} submitLabel={t(($) => $.form.save)} describe={words}>
      <ConflictBanner edit={edit} toInput={toUserInput} labels={labels} />
      <UserEntries />
    </Form>
  );
}
