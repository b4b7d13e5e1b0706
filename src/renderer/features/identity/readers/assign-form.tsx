import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReaderRow } from '#contract/identity/readers.ts';
import { client } from '#lib/core.ts';
import { useAction } from '#ui/use-action.ts';
import { Button } from '#ui/button.tsx';
import { FormStack } from '../sign-in/form-stack.tsx';
import parts from '../parts/parts.module.css';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { AssignmentEntries, assignmentOf } from './assignment-entries.tsx';

/** Changes what a reader is for. */
export function AssignForm({ reader }: { readonly reader: ReaderRow }) {
  const { t } = useTranslation('readers');
  const words = useIdentityWords();
  const { id, version, purpose, workstation, machineId } = reader;
  const [draft, setDraft] = useState({ purpose, workstation: workstation ?? '', machineId });
  const assignment = assignmentOf(draft);
  const { busy, run } = useAction(client.identity.readers.assign, {
    done: () => t(($) => $.done.assigned, { name: reader.name }),
    refused: words,
  });
  return (
    <FormStack onSend={() => assignment && run({ id, version, assignment })}>
      <AssignmentEntries draft={draft} onChange={setDraft} />
      <div className={parts.right}>
        <Button type="submit" variant="primary" busy={busy} isDisabled={!assignment}>
          {t(($) => $.form.assign)}
        </Button>
      </div>
    </FormStack>
  );
}
