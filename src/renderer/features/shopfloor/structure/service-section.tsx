import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServedPlace } from '#contract/shopfloor/service-state.ts';
import { client } from '#lib/core.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { toast } from '#ui/toast-queue.ts';
import { useAction } from '#ui/use-action.ts';
import styles from './service-section.module.css';
import { TakeOutDialog } from './take-out-dialog.tsx';

/** What a {@link ServiceSection} takes. */
export interface ServiceSectionProps {
  readonly what: ServedPlace;
  readonly place: {
    readonly id: string;
    readonly name: string;
    readonly active: boolean;
    readonly version: number;
  };
}

/** Whether an area, zone or machine is in service, and taking it out or putting it back. */
export function ServiceSection({ what, place }: ServiceSectionProps) {
  const { t } = useTranslation('structure');
  const queries = useQueryClient();
  const { id, name, active, version } = place;
  const [asking, setAsking] = useState(false);
  const putBack = useAction(() => client.shopfloor.serviceState.putBack({ what, id, version }), {
    done: () => t(($) => $.service.back, { name }),
    onDone: () => void queries.invalidateQueries({ queryKey: ['shopfloor', 'whole'] }),
  });

  return (
    <section className={styles.service} aria-label={t(($) => $.service.title)}>
      <StatusBadge tone={active ? 'normal' : 'off'}>
        {t(($) => (active ? $.service.in : $.service.out))}
      </StatusBadge>
      {active ? (
        <Button onPress={() => setAsking(true)}>{t(($) => $.service.takeOut)}</Button>
      ) : (
        <Button busy={putBack.busy} onPress={() => putBack.run(undefined)}>
          {t(($) => $.service.putBack)}
        </Button>
      )}
      {asking && (
        <TakeOutDialog
          what={what}
          ids={[id]}
          title={t(($) => $.service.question, { name })}
          onClose={() => setAsking(false)}
          onConfirm={async (reason, shown) => {
            const sessions = shown.map((session) => session.id);
            const { ended } = await withProof(() =>
              client.shopfloor.serviceState.takeOut({ what, id, version, reason, sessions }),
            );
            toast({ tone: 'success', title: t(($) => $.service.done, { name, count: ended }) });
          }}
        />
      )}
    </section>
  );
}
