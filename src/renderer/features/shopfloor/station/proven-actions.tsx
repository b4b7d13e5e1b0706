import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { client } from '#lib/core.ts';
import { Button } from '#ui/button.tsx';
import { toast } from '#ui/toast-queue.ts';
import { ProofDialog, type StationProof } from './proof-dialog.tsx';
import type { ShownBadge } from './use-station-badge.ts';

/** What needs badge and PIN at a station. */
export type ProvenAction = 'end' | 'free' | 'check';

/** Which of them a machine offers now. */
function provenAction(tile: MachineTile): ProvenAction | null {
  if (tile.session) return 'end';
  if (tile.state === 'blocked') return 'free';
  return tile.state === 'to-check' ? 'check' : null;
}

/** What {@link ProvenActions} take. */
export interface ProvenActionsProps {
  readonly tile: MachineTile;
  readonly asking: boolean;
  readonly onAsk: (asking: boolean) => void;
  readonly shown: ShownBadge | null;
}

/** Acts by the badge and PIN of somebody who is not signed in at the station. */
export function ProvenActions({ tile, asking, onAsk, shown }: ProvenActionsProps) {
  const { t } = useTranslation(['machineUse', 'shopfloor']);
  const [offered, setOffered] = useState<ProvenAction | null>(null);
  const action = asking ? offered : provenAction(tile);
  if (action === null) return null;
  const name = tile.session?.fullName ?? t(($) => $.person.unknown, { ns: 'shopfloor' });
  const machine = tile.name;
  const titles = {
    end: t(($) => $.station.endTitle, { name }),
    free: t(($) => $.station.freeTitle, { machine }),
    check: t(($) => $.check.title, { machine }),
  };
  return (
    <>
      <Button
        onPress={() => {
          setOffered(action);
          onAsk(true);
        }}
      >
        {t(($) => $.station[action])}
      </Button>
      {asking && (
        <ProofDialog
          title={titles[action]}
          noteLabel={t(($) => (action === 'end' ? $.station.reason : $.station.note))}
          noteLength={action === 'end' ? 3 : 0}
          shown={shown}
          onClose={() => onAsk(false)}
          onConfirm={async (proof) => {
            await act(action, tile, proof);
            const title =
              action === 'end'
                ? t(($) => $.done.ended, { ns: 'shopfloor', machine })
                : t(($) => $.check.done, { machine });
            toast({ tone: 'success', title });
          }}
        />
      )}
    </>
  );
}

function act(action: ProvenAction, tile: MachineTile, { badge, pin, note }: StationProof) {
  const { stations } = client.shopfloor;
  const machineId = tile.id;
  const words = note === '' ? null : note;
  switch (action) {
    case 'end':
      return stations.endOther({ badge, pin, sessionId: tile.session?.id ?? '', reason: note });
    case 'free':
      return stations.setCondition({ badge, pin, machineId, condition: 'ok', note: words });
    case 'check':
      return stations.confirmCheck({ badge, pin, machineId, fit: true, note: words });
  }
}
