import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Machine } from '#contract/shopfloor/machines.ts';
import { client } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { Select } from '#ui/select.tsx';
import styles from './bulk-dialog.module.css';
import { changedFields, type BulkChange } from './bulk-change.ts';

type Outcome = 'saved' | { readonly failure: string };

/** What a {@link BulkDialog} takes. */
export interface BulkDialogProps {
  /** The machines to choose from, by code. */
  readonly machines: readonly Machine[];
  readonly onClose: () => void;
}

/** Changes several machines one after the other, and says of each what came of it. */
export function BulkDialog({ machines, onClose }: BulkDialogProps) {
  const { t } = useTranslation('structure');
  const words = useErrorText();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(machines.map(({ id }) => id)));
  const [change, setChange] = useState<BulkChange>({});
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [running, setRunning] = useState<AbortController | null>(null);
  const picked = machines.filter(({ id }) => chosen.has(id));
  const empty = Object.keys(change).length === 0;

  async function run(control: AbortController): Promise<void> {
    for (const machine of picked) {
      if (control.signal.aborted) break;
      const outcome = await save(machine, change).then(
        () => 'saved' as const,
        (error: unknown) => ({ failure: words(error) }),
      );
      setOutcomes((before) => new Map(before).set(machine.id, outcome));
    }
    setRunning(null);
    void queries.invalidateQueries({ queryKey: ['shopfloor', 'whole'] });
  }

  function start(): void {
    const control = new AbortController();
    setOutcomes(new Map());
    setRunning(control);
    void run(control);
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t(($) => $.bulk.title)}
      size="medium"
      mustAnswer={running !== null}
      footer={
        <>
          {running ? (
            <Button onPress={() => running.abort()}>{t(($) => $.bulk.stop)}</Button>
          ) : (
            <Button onPress={onClose}>{t(($) => $.close)}</Button>
          )}
          <Button
            variant="primary"
            busy={running !== null}
            isDisabled={empty || picked.length === 0}
            onPress={start}
          >
            {t(($) => $.bulk.apply, { count: picked.length })}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <Entries change={change} onChange={setChange} />
        <div className={styles.all}>
          <Button size="small" onPress={() => setChosen(new Set(machines.map(({ id }) => id)))}>
            {t(($) => $.bulk.all)}
          </Button>
          <Button size="small" onPress={() => setChosen(new Set())}>
            {t(($) => $.bulk.none)}
          </Button>
          {outcomes.size > 0 && (
            <span role="status">
              {t(($) => $.bulk.report, {
                saved: [...outcomes.values()].filter((outcome) => outcome === 'saved').length,
                failed: [...outcomes.values()].filter((outcome) => outcome !== 'saved').length,
              })}
            </span>
          )}
        </div>
        <ul className={styles.machines}>
          {machines.map(({ id, machineId, name }) => (
            <li key={id}>
              <Checkbox
                isSelected={chosen.has(id)}
                onChange={(on) => setChosen((before) => withMember(before, id, on))}
              >
                {machineId} {name}
              </Checkbox>
              <Result outcome={outcomes.get(id)} />
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function Result({ outcome }: { readonly outcome: Outcome | undefined }) {
  const { t } = useTranslation('structure');
  if (outcome === undefined) return null;
  return outcome === 'saved' ? (
    <span className={styles.saved}>{t(($) => $.bulk.saved)}</span>
  ) : (
    <span className={styles.failed}>{outcome.failure}</span>
  );
}

function choiceOf(value: boolean | undefined): 'keep' | 'yes' | 'no' {
  if (value === undefined) return 'keep';
  return value ? 'yes' : 'no';
}

function Entries({
  change,
  onChange,
}: {
  readonly change: BulkChange;
  readonly onChange: (change: BulkChange) => void;
}) {
  const { t } = useTranslation('structure');
  const { t: floor } = useTranslation('shopfloor');
  const choices = [
    { value: 'keep', label: t(($) => $.bulk.keep) },
    { value: 'yes', label: t(($) => $.bulk.yes) },
    { value: 'no', label: t(($) => $.bulk.no) },
  ] as const;
  const number = (name: 'timeoutMinutes' | 'warningMinutes') => (value: number) => {
    const { [name]: _, ...rest } = change;
    onChange(Number.isFinite(value) ? { ...rest, [name]: value } : rest);
  };
  const choice = (name: 'checkAfterUse' | 'active') => (value: 'keep' | 'yes' | 'no') => {
    const { [name]: _, ...rest } = change;
    onChange(value === 'keep' ? rest : { ...rest, [name]: value === 'yes' });
  };
  return (
    <>
      <p>{t(($) => $.bulk.hint)}</p>
      <div className={styles.entries}>
        <NumberField
          label={floor(($) => $.field.timeout)}
          unit={floor(($) => $.form.minutes)}
          minValue={1}
          maxValue={1440}
          onChange={number('timeoutMinutes')}
        />
        <NumberField
          label={floor(($) => $.field.warning)}
          unit={floor(($) => $.form.minutes)}
          minValue={0}
          maxValue={1439}
          onChange={number('warningMinutes')}
        />
        <Select
          label={floor(($) => $.machine.checkAfterUse)}
          options={choices}
          value={choiceOf(change.checkAfterUse)}
          onChange={choice('checkAfterUse')}
        />
        <Select
          label={floor(($) => $.structure.machine.active)}
          options={choices}
          value={choiceOf(change.active)}
          onChange={choice('active')}
        />
      </div>
    </>
  );
}

const save = (machine: Machine, change: BulkChange): Promise<Machine> =>
  withProof(() =>
    client.shopfloor.machines.update({
      ...changedFields(machine, change),
      id: machine.id,
      version: machine.version,
    }),
  );

function withMember(set: ReadonlySet<string>, member: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (isIn) next.add(member);
  else next.delete(member);
  return next;
}
