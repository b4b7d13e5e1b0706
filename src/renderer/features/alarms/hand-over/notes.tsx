import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandOver } from '#contract/alarms/hand-over.ts';
import { client } from '#lib/core.ts';
import { useDirtyMark } from '#lib/unsaved-changes.ts';
import { Button } from '#ui/button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { useAction } from '#ui/use-action.ts';
import { useHandOverWords } from './use-hand-over-words.ts';

/** What the outgoing operator says; saving also writes the sheet anew, as things stand then. */
export function Notes({ handOver: { id, version, notes } }: { readonly handOver: HandOver }) {
  const { t } = useTranslation('alarmHandOver');
  const refused = useHandOverWords();
  const [text, setText] = useState(notes);
  useDirtyMark(text !== notes);
  const save = useAction((wanted: string) =>
    client.alarms.handOver.update({ id, version, notes: wanted }), {
    done: () => t(($) => $.updated),
    refused,
  });
  return (
    <>
      <TextField
        label={t(($) => $.notes)}
        description={t(($) => $.notesHint)}
        rows={5}
        maxLength={10_000}
        value={text}
        onChange={setText}
      />
      <div>
        <Button busy={save.busy} onPress={() => save.run(text.trim())}>
          {t(($) => $.update)}
        </Button>
      </div>
    </>
  );
}
