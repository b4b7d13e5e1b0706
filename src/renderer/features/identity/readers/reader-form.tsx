import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { readerFields } from '#contract/identity/readers.ts';
import type { ReaderRow } from '#contract/identity/readers.ts';
import { client, orpc } from '#lib/core.ts';
import { withProof } from '#lib/with-proof.ts';
import { ConflictBanner } from '#ui/form/conflict-banner.tsx';
import { Form } from '#ui/form/form.tsx';
import { useEditForm } from '#ui/form/use-edit-form.ts';
import { useVersionedForm } from '#ui/form/use-versioned-form.ts';
import { toast } from '#ui/toast-queue.ts';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { AssignmentEntries, assignmentOf } from './assignment-entries.tsx';
import type { AssignmentDraft } from './assignment-entries.tsx';
import { ReaderEntries, toReaderInput, useReaderLabels } from './reader-entries.tsx';
import type { ReaderInput } from './reader-entries.tsx';

/** Changes how a reader is reached and read; its link is opened anew after a save. */
export function ReaderForm({ row }: { readonly row: ReaderRow }) {
  const { t } = useTranslation('readers');
  const words = useIdentityWords();
  const labels = useReaderLabels();
  const edit = useVersionedForm({
    row,
    schema: readerFields,
    toInput: toReaderInput,
    draftKey: 'identity.reader',
    async save(values, seen) {
      const before = seen ?? row;
      const { id, version } = before;
      const saved = await withProof(() =>
        client.identity.readers.update({ ...values, id, version }),
      );
      toast({ tone: 'success', title: t(($) => $.done.saved, { name: values.name }) });
      return { ...before, ...values, version: saved.version };
    },
  });
  return (
    <Form edit={edit} submitLabel={t(($) => $.form.save)} describe={words}>
      <ConflictBanner edit={edit} toInput={toReaderInput} labels={labels} />
      <ReaderEntries />
    </Form>
  );
}

/** What a {@link NewReaderForm} takes. */
export interface NewReaderFormProps {
  /** The workstation of this process, as a first guess. */
  readonly workstation: string;
  readonly onDone: () => void;
}

/** Adds a reader with what it is for. */
export function NewReaderForm({ workstation, onDone }: NewReaderFormProps) {
  const { t } = useTranslation('readers');
  const words = useIdentityWords();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<AssignmentDraft>({
    purpose: 'sign-in',
    workstation,
    machineId: null,
  });
  const edit = useEditForm<ReaderInput, z.output<typeof readerFields>>({
    schema: readerFields,
    defaults: toReaderInput(null),
    draftKey: 'identity.reader.new.0',
    async save(values) {
      const assignment = assignmentOf(draft);
      if (!assignment) throw new Error(t(($) => $.form.placeMissing));
      await withProof(() => client.identity.readers.create({ ...values, assignment }));
      toast({ tone: 'success', title: t(($) => $.done.saved, { name: values.name }) });
      await queries.invalidateQueries({ queryKey: orpc.identity.readers.list.key() });
      onDone();
    },
  });
  return (
    <Form edit={edit} submitLabel={t(($) => $.form.create)} describe={words} onCancel={onDone}>
      <ReaderEntries />
      <AssignmentEntries draft={draft} onChange={setDraft} />
    </Form>
  );
}
