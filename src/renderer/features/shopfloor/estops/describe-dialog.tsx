import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EstopEvent } from '#contract/shopfloor/estops.ts';
import { client, orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { Button } from '#ui/button.tsx';
import { ComboBox } from '#ui/combo-box.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/text-field.tsx';
import { useAction } from '#ui/use-action.ts';
import styles from './estops.module.css';
import { placeOf } from './stop-looks.tsx';

/** What a {@link DescribeDialog} takes. */
export interface DescribeDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly stop: EstopEvent;
}

/** Writes down what happened and who pressed; can be said again later. */
export function DescribeDialog({ open, onClose, stop }: DescribeDialogProps) {
  const { t } = useTranslation('safety');
  const title = t(($) => $.act.describeTitle, { zone: placeOf(stop) });
  return (
    <Dialog open={open} onClose={onClose} title={title} size="small" mustAnswer>
      <DescribeForm key={stop.version} stop={stop} onClose={onClose} />
    </Dialog>
  );
}

function DescribeForm({ stop, onClose }: Omit<DescribeDialogProps, 'open'>) {
  const { t } = useTranslation(['safety', 'ui']);
  const [description, setDescription] = useState(stop.description ?? '');
  const [presser, setPresser] = useState(stop.triggeredBy?.id ?? null);
  const save = useAction(client.shopfloor.estops.describe, {
    done: () => t(($) => $.act.described),
    onDone: onClose,
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const text = description.trim();
        const { id, version } = stop;
        save.run({ id, version, description: text === '' ? null : text, triggeredBy: presser });
      }}
    >
      <TextField
        label={t(($) => $.field.description)}
        rows={5}
        maxLength={2000}
        value={description}
        onChange={setDescription}
        autoFocus
      />
      <PresserField stop={stop} value={presser} onChange={setPresser} />
      <div className={styles.buttons}>
        <Button onPress={onClose}>{t(($) => $.dialog.cancel, { ns: 'ui' })}</Button>
        <Button type="submit" variant="primary" busy={save.busy}>
          {t(($) => $.act.save)}
        </Button>
      </div>
    </form>
  );
}

/** Finds who pressed by a part of the name: those who were there first, then anybody. */
function PresserField({
  stop,
  value,
  onChange,
}: {
  readonly stop: EstopEvent;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}) {
  const { t } = useTranslation('safety');
  const maySeeThere = useCan('session:read');
  const maySearch = useCan('user:read');
  const there = useQuery(
    orpc.shopfloor.estops.presences.queryOptions({ input: { id: stop.id }, enabled: maySeeThere }),
  );
  const everybody = useQuery(
    orpc.identity.users.list.queryOptions({ input: { limit: 200 }, enabled: maySearch }),
  );
  const people = new Map<string, string>();
  if (stop.triggeredBy) people.set(stop.triggeredBy.id, stop.triggeredBy.name);
  for (const { userId, fullName } of there.data ?? []) {
    if (userId !== null && fullName !== null) people.set(userId, fullName);
  }
  for (const { id, fullName } of everybody.data?.rows ?? []) people.set(id, fullName);
  return (
    <ComboBox
      key={people.size}
      label={t(($) => $.field.pressedBy)}
      options={[...people].map(([id, label]) => ({ value: id, label }))}
      value={value}
      onChange={onChange}
    />
  );
}
