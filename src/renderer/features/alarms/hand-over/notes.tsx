import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useFormState } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { HandOver } from '#contract/alarms/hand-over.ts';
import { client, orpc } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { ConflictBanner } from '#ui/form/conflict-banner.tsx';
import { FormText } from '#ui/form/form-fields.tsx';
import { Form } from '#ui/form/form.tsx';
import { useVersionedForm } from '#ui/form/use-versioned-form.ts';
import { toast } from '#ui/toast-queue.ts';
import { useHandOverWords } from './use-hand-over-words.ts';

const entries = z.object({ notes: z.string().trim().max(10_000) });
type Entries = z.infer<typeof entries>;

const toInput = (row: HandOver | null): Entries => ({ notes: row?.notes ?? '' });

/** What a {@link Notes} takes. */
export interface NotesProps {
  readonly handOver: HandOver;
  /** Told whether anything is entered that is not saved. */
  readonly onUnsaved: (unsaved: boolean) => void;
}

/** What the outgoing operator says; saving also writes the sheet anew, as things stand then. */
export function Notes({ handOver, onUnsaved }: NotesProps) {
  const { t } = useTranslation('alarmHandOver');
  const refused = useHandOverWords();
  const words = useErrorText();
  const queries = useQueryClient();
  const edit = useVersionedForm({
    row: handOver,
    schema: entries,
    toInput,
    draftKey: 'alarms.handOver',
    async save({ notes }, seen) {
      const { id, version } = seen ?? handOver;
      const saved = await withProof(() => client.alarms.handOver.update({ id, version, notes }));
      // Known at once: who signs next must not sign what stood before.
      queries.setQueryData(orpc.alarms.handOver.get.queryKey({ input: { id } }), saved);
      toast({ tone: 'success', title: t(($) => $.updated) });
      return saved;
    },
  });
  return (
    <Form
      edit={edit}
      submitLabel={t(($) => $.update)}
      describe={(error) => refused(error) ?? words(error)}
    >
      <ConflictBanner edit={edit} toInput={toInput} labels={{ notes: t(($) => $.notes) }} />
      <FormText<Entries>
        name="notes"
        label={t(($) => $.notes)}
        description={t(($) => $.notesHint)}
        rows={5}
        maxLength={10_000}
      />
      <Unsaved tell={onUnsaved} />
    </Form>
  );
}

function Unsaved({ tell }: { readonly tell: (unsaved: boolean) => void }) {
  const { isDirty } = useFormState<Entries>();
  useEffect(() => tell(isDirty), [isDirty, tell]);
  return null;
}
