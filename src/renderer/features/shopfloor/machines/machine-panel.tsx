import { Tablet } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import type { RowStore } from '#lib/row-store.ts';
import { useRow } from '#lib/use-rows.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { StopRequestButton } from '../estops/stop-request-button.tsx';
import { CheckButtons } from './check-buttons.tsx';
import { ConditionActions } from './condition-actions.tsx';
import { EndSessionButton } from './end-session-button.tsx';
import { ExtendButton } from './extend-button.tsx';
import { MachineFacts } from './machine-facts.tsx';
import { MachineHistory } from './machine-history.tsx';
import { useRecentRefusal } from './refusal-text.tsx';
import { SessionFacts } from './session-facts.tsx';
import { StateBadge } from './state-badge.tsx';
import { TakeOverButton } from './take-over-button.tsx';
import { useSessionActions } from './use-machine-actions.ts';
import styles from './machine-panel.module.css';

/** What a {@link MachinePanel} takes. */
export interface MachinePanelProps {
  readonly store: RowStore<MachineTile>;
  readonly id: string;
  readonly onClose: () => void;
}

/** Everything about one machine, and what may be done with it. */
export function MachinePanel({ store, id, onClose }: MachinePanelProps) {
  const { t } = useTranslation('shopfloor');
  const tile = useRow(store, id);
  const refusal = useRecentRefusal(tile?.refusal ?? null);
  if (!tile) return null;
  return (
    <DetailPanel
      id="shopfloor.machine"
      title={tile.name}
      aside={<StateBadge state={tile.state} />}
      onClose={onClose}
      actions={<Actions tile={tile} />}
    >
      {refusal !== null && (
        <Banner tone="error">{t(($) => $.tile.refused, { reason: refusal })}</Banner>
      )}
      {tile.session && <SessionFacts session={tile.session} />}
      <MachineFacts tile={tile} />
      <p className={styles.stop}>{t(($) => $.machines.emergencyStop)}</p>
      <Link href={`/shopfloor/machines/${id}/station`} className={styles.link}>
        <Tablet aria-hidden="true" />
        {t(($) => $.station.open)}
      </Link>
      <MachineHistory machineId={id} />
    </DetailPanel>
  );
}

function Actions({ tile }: { readonly tile: MachineTile }) {
  const { t } = useTranslation('shopfloor');
  const { start, mayStart } = useSessionActions();
  return (
    <>
      {tile.session ? (
        <>
          <EndSessionButton session={tile.session} machineName={tile.name} />
          <StopRequestButton target={{ what: 'machine', id: tile.id }} name={tile.name} />
          <ExtendButton session={tile.session} />
          <TakeOverButton machineId={tile.id} machineName={tile.name} session={tile.session} />
        </>
      ) : (
        mayStart &&
        tile.state === 'free' && (
          <Button
            variant="primary"
            busy={start.busy}
            onPress={() => start.run({ machineId: tile.id })}
          >
            {t(($) => $.session.start)}
          </Button>
        )
      )}
      <CheckButtons tile={tile} />
      <ConditionActions machineId={tile.id} name={tile.name} />
    </>
  );
}
