import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeLink, ShopNode } from '#contract/shopfloor/nodes.ts';
import type { RowStore } from '#lib/row-store.ts';
import { Dialog } from '#ui/dialog.tsx';
import { EnrolForm } from './enrol-form.tsx';
import { EnrolWait } from './enrol-wait.tsx';

/** A node that was just added, with the secret of its token where one was made. */
export interface Enrolled {
  readonly node: ShopNode;
  readonly token: { readonly secret: string; readonly expiresAt: string } | null;
}

/** Adds a node step by step: what it is, how it is reached, what it must be given, and its first greeting. */
export function EnrolDialog({
  store,
  onClose,
}: {
  readonly store: RowStore<NodeLink>;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('nodes');
  const [enrolled, setEnrolled] = useState<Enrolled | null>(null);
  return (
    <Dialog
      open
      onClose={onClose}
      title={enrolled === null ? t(($) => $.enrol.title) : enrolled.node.name}
      mustAnswer
    >
      {enrolled === null ? (
        <EnrolForm onAdded={setEnrolled} onCancel={onClose} />
      ) : (
        <EnrolWait enrolled={enrolled} store={store} onClose={onClose} />
      )}
    </Dialog>
  );
}
