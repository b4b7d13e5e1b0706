import { useState } from 'react';
import { useController } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { userFields } from '#contract/identity/users.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { withProof } from '#lib/with-proof.ts';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Form } from '#ui/form/form.tsx';
import { useEditForm } from '#ui/form/use-edit-form.ts';
import { SecretOnce } from '../parts/secret-once.tsx';
import type { OnceShown } from '../parts/secret-once.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { RolePicker } from './role-picker.tsx';
import { toUserInput, UserEntries } from './user-entries.tsx';

const newUser = userFields.extend({ roleIds: z.array(z.uuid()).max(50) });
type NewUser = z.input<typeof newUser>;

/** Makes an account; its one-time password is shown once and must be replaced at the first sign-in. */
export function NewUserPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('users');
  const words = useIdentityWords();
  const mayGiveRoles = useCan('role:manage');
  const [made, setMade] = useState<OnceShown | null>(null);
  const edit = useEditForm<NewUser, z.output<typeof newUser>>({
    schema: newUser,
    defaults: { ...toUserInput(null), roleIds: [] },
    draftKey: 'identity.user.new.0',
    async save(values) {
      const { oneTimePassword, expiresAt } = await withProof(() =>
        client.identity.users.create(values),
      );
      setMade({
        title: t(($) => $.password.title, { name: values.fullName }),
        text: t(($) => $.password.text),
        secret: oneTimePassword,
        expiresAt,
      });
    },
  });
  return (
    <DetailPanel id="identity.user" title={t(($) => $.list.add)} onClose={onClose}>
      <Form edit={edit} submitLabel={t(($) => $.form.create)} describe={words} onCancel={onClose}>
        <UserEntries />
        {mayGiveRoles && <RolesEntry />}
      </Form>
      <SecretOnce shown={made} onClose={onClose} />
    </DetailPanel>
  );
}

function RolesEntry() {
  const { field } = useController<NewUser, 'roleIds'>({ name: 'roleIds' });
  return <RolePicker value={field.value} onChange={field.onChange} />;
}
