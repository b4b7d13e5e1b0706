import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, FileUp, Grid3x3 } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { MAX_PLAN_LENGTH, planFault } from '#contract/shopfloor/plans.ts';
import type { FloorPlan, PlanFault } from '#contract/shopfloor/plans.ts';
import { client, orpc } from '#lib/core.ts';
import { downloadText } from '#lib/csv.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { toast } from '#ui/toast-queue.ts';
import { PlanRevisions } from './plan-revisions.tsx';
import styles from './plan-file-dialog.module.css';

const refusal = z.object({
  code: z.literal('PLAN_REFUSED'),
  data: z.object({ faults: z.array(planFault) }),
});

/** What a {@link PlanFileDialog} takes. */
export interface PlanFileDialogProps {
  readonly plan: FloorPlan;
  readonly areaName: string;
  readonly onClose: () => void;
}

/** Gives an area another plan: from a file, a plain grid, or an earlier revision. */
export function PlanFileDialog({ plan, areaName, onClose }: PlanFileDialogProps) {
  const { t } = useTranslation('floorPlan');
  const words = useErrorText();
  const queries = useQueryClient();
  const [tooLarge, setTooLarge] = useState(false);
  const { areaId, revision, width, height } = plan;
  const seen = { areaId, revision };
  const change = useMutation({
    mutationFn: (save: () => Promise<FloorPlan>) => withProof(save),
    onSuccess(saved) {
      const input = { areaId };
      const { queryKey } = orpc.shopfloor.plans.get.queryOptions({ input });
      queries.setQueryData(queryKey, saved);
      void queries.invalidateQueries({ queryKey: orpc.shopfloor.plans.key() });
      toast({ tone: 'success', title: t(($) => $.planSaved, { area: areaName }) });
      onClose();
    },
  });
  const refused = refusal.safeParse(change.error);

  async function upload(file: File): Promise<void> {
    const svg = await file.text();
    setTooLarge(svg.length > MAX_PLAN_LENGTH);
    if (svg.length > MAX_PLAN_LENGTH) return;
    change.mutate(() =>
      client.shopfloor.plans.upload({ ...seen, fileName: file.name.slice(-200), svg }),
    );
  }

  return (
    <Dialog open onClose={onClose} title={t(($) => $.planOf, { area: areaName })} size="medium">
      <div className={styles.body}>
        <p>{t(($) => $.fileHint)}</p>
        <div className={styles.buttons}>
          <FileTrigger
            acceptedFileTypes={['.svg', 'image/svg+xml']}
            onSelect={(files) => {
              const file = files?.item(0);
              if (file) void upload(file);
            }}
          >
            <Button variant="primary" icon={<FileUp aria-hidden="true" />} busy={change.isPending}>
              {t(($) => $.upload)}
            </Button>
          </FileTrigger>
          <Button
            icon={<Grid3x3 aria-hidden="true" />}
            isDisabled={plan.svg === null}
            onPress={() =>
              change.mutate(() => client.shopfloor.plans.makePlain({ ...seen, width, height }))
            }
          >
            {t(($) => $.usePlain)}
          </Button>
          <Button
            icon={<Download aria-hidden="true" />}
            isDisabled={plan.svg === null}
            onPress={() =>
              downloadText(plan.fileName ?? 'plan.svg', plan.svg ?? '', 'image/svg+xml')
            }
          >
            {t(($) => $.download)}
          </Button>
        </div>
        {tooLarge && (
          <Banner tone="error">{t(($) => $.tooLarge, { size: MAX_PLAN_LENGTH / 1000 })}</Banner>
        )}
        {refused.success && <Faults faults={refused.data.data.faults} />}
        {change.error && !refused.success && <Banner tone="error">{words(change.error)}</Banner>}
        <PlanRevisions
          plan={plan}
          busy={change.isPending}
          onRestore={(restored) =>
            change.mutate(() => client.shopfloor.plans.restore({ ...seen, restored }))
          }
        />
      </div>
    </Dialog>
  );
}

function Faults({ faults }: { readonly faults: readonly PlanFault[] }) {
  const { t } = useTranslation('floorPlan');
  return (
    <Banner tone="error" title={t(($) => $.refused)}>
      <ul className={styles.faults}>
        {faults.map((fault) => (
          <li key={`${fault.line}:${fault.column}:${fault.reason}:${fault.what}`}>
            {t(($) => $.faultAt, {
              line: fault.line,
              column: fault.column,
              reason: t(($) => $.fault[fault.reason], { what: fault.what }),
            })}
          </li>
        ))}
      </ul>
      <p>{t(($) => $.refusedAdvice)}</p>
    </Banner>
  );
}
