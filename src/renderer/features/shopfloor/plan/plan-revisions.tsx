import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FloorPlan } from '#contract/shopfloor/plans.ts';
import { orpc } from '#lib/core.ts';
import { Button } from '#ui/button.tsx';
import { Time } from '#ui/time.tsx';
import styles from './plan-file-dialog.module.css';

/** What {@link PlanRevisions} take. */
export interface PlanRevisionsProps {
  readonly plan: FloorPlan;
  readonly busy: boolean;
  readonly onRestore: (revision: number) => void;
}

/** The revisions of a plan, newest first; each can be made to count again. */
export function PlanRevisions({ plan, busy, onRestore }: PlanRevisionsProps) {
  const { t } = useTranslation('floorPlan');
  const { data } = useQuery(
    orpc.shopfloor.plans.revisions.queryOptions({
      input: { areaId: plan.areaId, limit: 20 },
      meta: { topics: ['shopfloor.floor_plans'] },
    }),
  );
  const rows = data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>{t(($) => $.revisions)}</h3>
      <ul className={styles.revisions}>
        {rows.map((row) => (
          <li key={row.revision}>
            <span>{row.revision}</span>
            <span className={styles.file}>{row.fileName ?? t(($) => $.plain)}</span>
            <span>{row.madeBy}</span>
            <span>{row.createdAt !== null && <Time at={row.createdAt} />}</span>
            {row.revision === plan.revision ? (
              <span className={styles.current}>{t(($) => $.current)}</span>
            ) : (
              <Button size="small" isDisabled={busy} onPress={() => onRestore(row.revision)}>
                {t(($) => $.restore)}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
