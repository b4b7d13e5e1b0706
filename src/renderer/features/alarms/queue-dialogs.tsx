import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { NoteDialog } from '#ui/note-dialog.tsx';
import { ShelveDialog } from './shelve-dialog.tsx';
import type { QueueCommands } from './use-queue-commands.ts';

/** What is asked before something is done to the chosen alarms. */
export const QueueDialogs = memo(({ commands }: { readonly commands: QueueCommands }) => {
  const { t } = useTranslation('alarmActions');
  const { asking, ask, chosen, waitingCount, chosenCount } = commands;
  const close = () => ask(null);
  return (
    <>
      <NoteDialog
        open={asking === 'acknowledge'}
        onClose={close}
        title={t(($) => $.acknowledge.title, { count: waitingCount })}
        text={t(($) => $.acknowledge.noteText)}
        label={t(($) => $.note)}
        confirmLabel={t(($) => $.acknowledge.action)}
        onConfirm={commands.acknowledgeWith}
      />
      <ShelveDialog
        open={asking === 'shelve'}
        onClose={close}
        alarms={chosen}
        onConfirm={commands.shelve}
      />
      <NoteDialog
        open={asking === 'comment'}
        onClose={close}
        title={t(($) => $.comment.title, { count: chosenCount })}
        text={t(($) => $.comment.text)}
        label={t(($) => $.comment.label)}
        confirmLabel={t(($) => $.comment.confirm)}
        onConfirm={commands.comment}
      />
      <NoteDialog
        open={asking === 'outOfService'}
        onClose={close}
        title={t(($) => $.outOfService.title)}
        text={t(($) => $.outOfService.text)}
        label={t(($) => $.outOfService.label)}
        confirmLabel={t(($) => $.outOfService.confirm)}
        onConfirm={commands.requestOutOfService}
      />
    </>
  );
});
