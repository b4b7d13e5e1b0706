import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RetentionPolicy } from '#contract/operations.ts';
import { client, orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Button } from '#ui/button.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { Timeline } from '#ui/timeline.tsx';
import { useAction } from '#ui/use-action.ts';
import { useRetentionWords } from './use-retention-words.ts';
import styles from './retention.module.css';

const RUNS = 10;

/** One kind of record: for how long it is kept, and what its last runs removed. */
export function RetentionPanel({
  policy,
  onClose,
}: {
  readonly policy: RetentionPolicy;
  readonly onClose: () => void;
}) {
  const words = useRetentionWords();
  const { t } = words;
  const age = words.ageOf(policy.monitor);
  return (
    <DetailPanel id="operations.retention" title={words.nameOf(policy.monitor)} onClose={onClose}>
      <div className={styles.panel}>
        {age !== null && <p>{age}</p>}
        <KeepDays policy={policy} />
        <h3 className={styles.heading}>{t(($) => $.runs)}</h3>
        <LastRuns monitor={policy.monitor} />
      </div>
    </DetailPanel>
  );
}

function KeepDays({ policy }: { readonly policy: RetentionPolicy }) {
  const { t, days } = useRetentionWords();
  const mayChange = useCan('database:configure');
  const { monitor, version, minimumDays, defaultDays } = policy;
  const [keepDays, setKeepDays] = useState(policy.keepDays);
  const save = useAction(
    (wanted: number) => client.operations.retention.update({ monitor, version, keepDays: wanted }),
    { done: () => t(($) => $.saved) },
  );
  if (!mayChange) return <p>{t(($) => $.kept, { days: days(policy.keepDays) })}</p>;
  const shorter = keepDays < policy.keepDays;
  return (
    <>
      <NumberField
        label={t(($) => $.column.keep)}
        description={t(($) => $.limits, { minimum: days(minimumDays), usual: days(defaultDays) })}
        unit={t(($) => $.unit)}
        minValue={minimumDays}
        maxValue={3650}
        value={keepDays}
        onChange={setKeepDays}
      />
      {shorter && <p className={styles.harm}>{t(($) => $.harm, { days: days(keepDays) })}</p>}
      <div>
        <Button
          variant={shorter ? 'danger' : 'primary'}
          busy={save.busy}
          isDisabled={keepDays === policy.keepDays || !Number.isInteger(keepDays)}
          onPress={() => save.run(keepDays)}
        >
          {t(($) => (shorter ? $.saveShorter : $.save))}
        </Button>
      </div>
    </>
  );
}

function LastRuns({ monitor }: { readonly monitor: string }) {
  const { t } = useTranslation('retention');
  const { number } = useFormats();
  const { data } = useQuery(
    orpc.operations.monitors.runs.queryOptions({ input: { monitor, limit: RUNS } }),
  );
  return (
    <Timeline
      entries={(data?.rows ?? []).map((run) => ({
        id: String(run.id),
        at: run.startedAt,
        title:
          run.outcome === 'succeeded'
            ? t(($) => $.removed, { count: run.affected ?? 0, shown: number(run.affected ?? 0) })
            : t(($) => $.notDone),
        ...(run.note !== null && { detail: run.note }),
      }))}
    />
  );
}
