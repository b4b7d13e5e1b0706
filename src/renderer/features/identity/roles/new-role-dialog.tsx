import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { client } from '#lib/core.ts';
import { withProof } from '#lib/with-proof.ts';
import { Dialog } from '#ui/dialog.tsx';
import { FormText } from '#ui/form/form-fields.tsx';
import { Form } from '#ui/form/form.tsx';
import { useEditForm } from '#ui/form/use-edit-form.ts';
import { toast } from '#ui/toast-queue.ts';
import { useIdentityWords } from '../parts/use-identity-words.ts';

const newRole = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(500).nullable(),
});
type NewRole = z.input<typeof newRole>;

/** What a {@link NewRoleDialog} takes. */
export interface NewRoleDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Makes a role that permits nothing yet; the grid fills it. */
export function NewRoleDialog({ open, onClose }: NewRoleDialogProps) {
  const { t } = useTranslation('users');
  return (
    <Dialog open={open} onClose={onClose} title={t(($) => $.role.add)} size="small" mustAnswer>
      <NewRoleForm onClose={onClose} />
    </Dialog>
  );
}

function NewRoleForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('users');
  const words = useIdentityWords();
  const edit = useEditForm<NewRole, z.output<typeof newRole>>({
    schema: newRole,
    defaults: { name: '', description: null },
    async save(values) {
      await withProof(() => client.identity.roles.create({ ...values, permissions: [] }));
      toast({ tone: 'success', title: t(($) => $.role.added, { name: values.name }) });
      onClose();
    },
  });
  return (
    <Form edit={edit} submitLabel={t(($) => $.form.create)} describe={words} onCancel={onClose}>
      <FormText<NewRole> name="name" label={t(($) => $.role.name)} isRequired autoFocus />
      <FormText<NewRole>
        name="description"
        label={t(($) => $.role.description)}
        rows={3}
        emptyIsNull
      />
    </Form>
  );
}
