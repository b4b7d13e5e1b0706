import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EscalationRule } from '#contract/alarms/types.ts';
import { client, orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { DialogForm } from '#ui/dialog-form.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { PrioritySymbol } from '#ui/priority-symbol.tsx';
import { TextField } from '#ui/text-field.tsx';
import { priorityDigits } from '../alarm-columns.tsx';
import styles from './types.module.css';
import type { TypeWords } from './use-type-words.ts';

/** After what time an unacknowledged alarm of each priority escalates. */
export function EscalationDialog({
  words,
  onClose,
}: {
  readonly words: TypeWords;
  readonly onClose: () => void;
}) {
  const { t } = words;
  const mayConfigure = useCan('alarm:configure');
  const [editing, setEditing] = useState<EscalationRule | null>(null);
  const { data } = useQuery(orpc.alarms.types.escalation.queryOptions());
  return (
    <Dialog open onClose={onClose} title={t(($) => $.escalation.title)} size="small">
      {editing ? (
        <RuleForm rule={editing} words={words} onClose={() => setEditing(null)} />
      ) : (
        <div className={styles.rules}>
          <p>{t(($) => $.escalation.text)}</p>
          {data?.map((rule) => (
            <div key={rule.priority} className={styles.rule}>
              <PrioritySymbol priority={priorityDigits[rule.priority]} look="outline" />
              <span>
                {rule.afterSeconds === null ? t(($) => $.never) : words.span(rule.afterSeconds)}
              </span>
              {mayConfigure && (
                <Button size="small" onPress={() => setEditing(rule)}>
                  {t(($) => $.escalation.change, { priority: rule.priority })}
                </Button>
              )}
            </div>
          ))}
        </div>
      )}
    </Dialog>
  );
}

function RuleForm({
  rule,
  words,
  onClose,
}: {
  readonly rule: EscalationRule;
  readonly words: TypeWords;
  readonly onClose: () => void;
}) {
  const { t } = words;
  const { priority, version } = rule;
  const { refetch } = useQuery(orpc.alarms.types.escalation.queryOptions());
  const [seconds, setSeconds] = useState(rule.afterSeconds ?? Number.NaN);
  const [reason, setReason] = useState('');
  const afterSeconds = Number.isNaN(seconds) ? null : seconds;
  return (
    <DialogForm
      complete={reason.trim().length >= 3 && afterSeconds !== rule.afterSeconds}
      confirmLabel={t(($) => $.save)}
      onClose={onClose}
      describe={words.refused}
      onConfirm={async () => {
        await withProof(() =>
          client.alarms.types.setEscalation({ priority, version, afterSeconds, reason }),
        );
        await refetch();
      }}
    >
      <NumberField
        label={t(($) => $.escalation.after, { priority })}
        description={t(($) => $.escalation.hint)}
        unit="s"
        minValue={10}
        maxValue={86_400}
        value={seconds}
        onChange={setSeconds}
      />
      <p className={styles.quiet}>
        <del>{rule.afterSeconds === null ? t(($) => $.never) : words.span(rule.afterSeconds)}</del>{' '}
        → {afterSeconds === null ? t(($) => $.never) : words.span(afterSeconds)}
      </p>
      <TextField
        label={t(($) => $.reason)}
        rows={2}
        isRequired
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
    </DialogForm>
  );
}
