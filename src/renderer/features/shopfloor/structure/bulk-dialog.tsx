import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Machine } from '#contract/shopfloor/machines.ts';
import type { AffectedSession } from '#contract/shopfloor/service-state.ts';
import { Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { Dialog } from '#ui/dialog.tsx';
import type { BulkChange } from './bulk-change.ts';
import styles from './bulk-dialog.module.css';
import { BulkEntries, type BulkService } from './bulk-entries.tsx';
import { TakeOutDialog } from './take-out-dialog.tsx';
import { type BulkOutcome, useBulkRun } from './use-bulk-run.ts';

/** What a {@link BulkDialog} takes. */
export interface BulkDialogProps {
  /** The machines to choose from, by code. */
  readonly machines: readonly Machine[];
  /** Those that were chosen in the tree. */
  readonly chosen: readonly Machine[];
  readonly onClose: () => void;
}

/** Changes several machines one after the other, and says of each what came of it. */
export function BulkDialog({ machines, chosen: selected, onClose }: BulkDialogProps) {
  const { t } = useTranslation('structure');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(selected.map(({ id }) => id)));
  const [change, setChange] = useState<BulkChange>({});
  const [service, setService] = useState<BulkService>(null);
  const [asking, setAsking] = useState(false);
  const { running, outcomes, start, stop } = useBulkRun();
  const picked = machines.filter(({ id }) => chosen.has(id));
  const empty = Object.keys(change).length === 0 && service === null;

  const run = (takeOut: { reason: string; sessions: readonly AffectedSession[] } | null) =>
    start(picked, { change, putBack: service === 'in', takeOut });

  return (
    <Dialog
      open
      onClose={onClose}
      title={t(($) => $.bulk.title)}
      size="medium"
      mustAnswer={running}
      footer={
        <>
          {running ? (
            <Button onPress={stop}>{t(($) => $.bulk.stop)}</Button>
          ) : (
            <Button onPress={onClose}>{t(($) => $.close)}</Button>
          )}
          <Button
            variant="primary"
            busy={running}
            isDisabled={empty || picked.length === 0}
            onPress={() => (service === 'out' ? setAsking(true) : void run(null))}
          >
            {t(($) => $.bulk.apply, { count: picked.length })}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <BulkEntries
          change={change}
          onChange={setChange}
          service={service}
          onService={setService}
        />
        <div className={styles.all}>
          <Button size="small" onPress={() => setChosen(new Set(machines.map(({ id }) => id)))}>
            {t(($) => $.bulk.all)}
          </Button>
          <Button size="small" onPress={() => setChosen(new Set())}>
            {t(($) => $.bulk.none)}
          </Button>
          <span role="status">
            {outcomes.size > 0
              ? t(($) => $.bulk.report, reportOf(outcomes))
              : t(($) => $.bulk.chosen, { count: picked.length, all: machines.length })}
          </span>
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
      {asking && (
        <TakeOutDialog
          what="machine"
          ids={picked.map(({ id }) => id)}
          title={t(($) => $.service.questionMany, { count: picked.length })}
          onClose={() => setAsking(false)}
          onConfirm={async (reason, sessions) => run({ reason, sessions })}
        />
      )}
    </Dialog>
  );
}

function reportOf(outcomes: ReadonlyMap<string, BulkOutcome>) {
  const all = [...outcomes.values()];
  const saved = all.filter((outcome) => outcome === 'saved').length;
  return { saved, failed: all.length - saved };
}

function Result({ outcome }: { readonly outcome: BulkOutcome | undefined }) {
  const { t } = useTranslation('structure');
  if (outcome === undefined) return null;
  return outcome === 'saved' ? (
    <span className={styles.saved}>{t(($) => $.bulk.saved)}</span>
  ) : (
    <span className={styles.failed}>{outcome.failure}</span>
  );
}

function withMember(set: ReadonlySet<string>, member: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (isIn) next.add(member);
  else next.delete(member);
  return next;
}
