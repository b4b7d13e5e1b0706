import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EstopDrill } from '#contract/shopfloor/drills.ts';
import { client } from '#lib/core.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { Select } from '#ui/select.tsx';
import { TextField } from '#ui/text-field.tsx';
import { useAction } from '#ui/use-action.ts';
import { useCircuits } from '../estops/use-circuits.ts';
import styles from '../estops/estops.module.css';

/** What a {@link PlanDialog} takes. */
export interface PlanDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onPlanned: (drill: EstopDrill) => void;
}

/** Plans a drill of one stop circuit. */
export function PlanDialog({ open, onClose, onPlanned }: PlanDialogProps) {
  const { t } = useTranslation('safety');
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t(($) => $.drills.planTitle)}
      size="small"
      mustAnswer
    >
      <PlanForm onClose={onClose} onPlanned={onPlanned} />
    </Dialog>
  );
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Tomorrow at ten by this station's clock, as the browser's own field writes it. */
function tomorrow(): string {
  const day = new Date(Date.now() + 86_400_000);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T10:00`;
}

function PlanForm({ onClose, onPlanned }: Omit<PlanDialogProps, 'open'>) {
  const { t } = useTranslation(['safety', 'ui']);
  const circuits = useCircuits().data ?? [];
  const [nodeId, setNodeId] = useState<string | null>(null);
  const [at, setAt] = useState(tomorrow);
  const [allowed, setAllowed] = useState(2);
  const moment = new Date(at);
  const complete = nodeId !== null && !Number.isNaN(moment.getTime());
  const plan = useAction(client.shopfloor.drills.plan, {
    done: () => t(($) => $.drills.planned),
    onDone(drill) {
      onPlanned(drill);
      onClose();
    },
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (nodeId === null || !complete) return;
        plan.run({ nodeId, plannedFor: moment.toISOString(), allowedSeconds: allowed });
      }}
    >
      <p>{t(($) => $.drills.planText)}</p>
      <Select
        label={t(($) => $.field.node)}
        options={circuits.map(({ node, zone }) => ({
          value: node.id,
          label: zone?.name ?? node.name,
          note: node.nodeId,
        }))}
        value={nodeId}
        onChange={setNodeId}
        isRequired
      />
      <TextField
        label={t(($) => $.drills.at)}
        type="datetime-local"
        value={at}
        onChange={setAt}
        isRequired
      />
      <NumberField
        label={t(($) => $.drills.allowed)}
        unit={t(($) => $.drills.seconds)}
        value={allowed}
        onChange={(seconds) => setAllowed(Number.isNaN(seconds) ? 2 : seconds)}
        minValue={1}
        maxValue={60}
      />
      <div className={styles.buttons}>
        <Button onPress={onClose}>{t(($) => $.dialog.cancel, { ns: 'ui' })}</Button>
        <Button type="submit" variant="primary" isDisabled={!complete} busy={plan.busy}>
          {t(($) => $.drills.planConfirm)}
        </Button>
      </div>
    </form>
  );
}
