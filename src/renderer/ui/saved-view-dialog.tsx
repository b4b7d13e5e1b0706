import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import type { SavedView, ViewState } from '#lib/use-saved-views.ts';
import { Button } from './button.tsx';
import { Checkbox } from './checkbox.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from './text-field.tsx';
import { useAction } from './use-action.ts';

/** What a {@link SavedViewDialog} takes. */
export interface SavedViewDialogProps {
  readonly screen: string;
  /** The view to change; null to keep a new one. */
  readonly edited: SavedView | null;
  /** How the screen looks now. */
  readonly present: ViewState;
  readonly onClose: () => void;
}

/** Keeps how the screen looks now under a name, or changes or takes away what was kept. */
export function SavedViewDialog({ screen, edited, present, onClose }: SavedViewDialogProps) {
  const { t } = useTranslation('savedViews');
  const [name, setName] = useState(edited?.name ?? '');
  const [isShared, setShared] = useState(edited?.isShared ?? false);
  const [isStart, setStart] = useState(edited?.isStart ?? false);
  const [renew, setRenew] = useState(edited === null);
  const save = useAction(
    () => {
      const fields = { name: name.trim(), isShared, isStart };
      if (!edited) return client.operations.views.create({ screen, ...fields, state: present });
      const { id, version } = edited;
      const state = renew ? present : edited.state;
      return client.operations.views.update({ id, version, ...fields, state });
    },
    { done: () => t(($) => $.kept, { name: name.trim() }), onDone: onClose },
  );
  const remove = useAction((id: string) => client.operations.views.remove({ id }), {
    done: () => t(($) => $.removed, { name: edited?.name ?? '' }),
    onDone: onClose,
  });
  return (
    <Dialog
      open
      mustAnswer
      size="small"
      title={edited ? t(($) => $.changeTitle, { name: edited.name }) : t(($) => $.keepTitle)}
      onClose={onClose}
      footer={
        <>
          {edited && (
            <Button variant="danger" busy={remove.busy} onPress={() => remove.run(edited.id)}>
              {t(($) => $.remove)}
            </Button>
          )}
          <Button
            variant="primary"
            busy={save.busy}
            isDisabled={name.trim() === ''}
            onPress={() => save.run(undefined)}
          >
            {t(($) => $.save)}
          </Button>
        </>
      }
    >
      <TextField
        label={t(($) => $.name)}
        description={t(($) => $.nameHint)}
        value={name}
        onChange={setName}
        maxLength={80}
        autoFocus
        isRequired
      />
      <Checkbox isSelected={isShared} onChange={setShared}>
        {t(($) => $.share)}
      </Checkbox>
      <Checkbox isSelected={isStart} onChange={setStart}>
        {t(($) => $.start)}
      </Checkbox>
      {edited && (
        <Checkbox isSelected={renew} onChange={setRenew}>
          {t(($) => $.renew)}
        </Checkbox>
      )}
    </Dialog>
  );
}
