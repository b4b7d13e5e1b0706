import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AffectedSession, ServedPlace } from '#contract/shopfloor/service-state.ts';
import { orpc } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { AffectedList } from './affected-list.tsx';

/** What a {@link TakeOutDialog} takes. */
export interface TakeOutDialogProps {
  readonly what: ServedPlace;
  readonly ids: readonly string[];
  readonly title: string;
  readonly onClose: () => void;
  /** Does it; `sessions` are those that were shown and may end. */
  readonly onConfirm: (reason: string, sessions: readonly AffectedSession[]) => Promise<void>;
}

/** Shows what stops where something is taken out of service, as it stands this moment, and asks why. */
export function TakeOutDialog({ what, ids, title, onClose, onConfirm }: TakeOutDialogProps) {
  const { t } = useTranslation('structure');
  const words = useErrorText();
  const queries = useQueryClient();
  const { data: affected } = useQuery(
    orpc.shopfloor.serviceState.affected.queryOptions({
      input: { what, ids: [...ids] },
      meta: { topics: ['shopfloor.machine_sessions', 'shopfloor.machines'] },
      staleTime: 0,
    }),
  );
  return (
    <ConfirmWithReason
      open
      onClose={onClose}
      title={title}
      harm={
        <>
          <p>{t(($) => $.service.harm)}</p>
          <AffectedList affected={affected} />
        </>
      }
      confirmLabel={t(($) => $.service.confirm)}
      minLength={3}
      ready={affected !== undefined}
      describe={words}
      onConfirm={async (reason) => {
        try {
          await onConfirm(reason, affected?.sessions ?? []);
        } finally {
          void queries.invalidateQueries({ queryKey: orpc.shopfloor.serviceState.key() });
          void queries.invalidateQueries({ queryKey: ['shopfloor', 'whole'] });
        }
      }}
    />
  );
}
