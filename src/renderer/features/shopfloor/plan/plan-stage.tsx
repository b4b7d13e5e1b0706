import { Move, PencilRuler } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import type { RowStore } from '#lib/row-store.ts';
import { useCan } from '#lib/session.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { Button } from '#ui/button.tsx';
import { ErrorState } from '#ui/error-state.tsx';
import type { Option } from '#ui/option.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { PlanEditor } from './plan-editor.tsx';
import { PlanFileDialog } from './plan-file-dialog.tsx';
import { PlanView } from './plan-view.tsx';
import { useFloorPlan, usePlanPositions } from './use-plan.ts';

/** What a {@link PlanStage} takes. */
export interface PlanStageProps {
  readonly store: RowStore<MachineTile>;
  /** All machines that the person may see. */
  readonly tiles: readonly MachineTile[];
  /** Those that pass the filter. */
  readonly filtered: readonly MachineTile[];
  readonly areas: readonly Option[];
  readonly area: Option;
  readonly onArea: (id: string) => void;
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
}

/** More areas than this are chosen in the filter above alone. */
const sideBySide = 5;

/** The floor plan of one area: to watch, or to place things on. */
export function PlanStage(props: PlanStageProps) {
  const { store, tiles, filtered, areas, area, onArea, openId, onOpen } = props;
  const { t } = useTranslation('floorPlan');
  const words = useErrorText();
  const mayEdit = useCan('structure:manage');
  const [mode, setMode] = useState<'watch' | 'place'>('watch');
  const [filing, setFiling] = useState(false);
  const [plan, positions] = [useFloorPlan(area.value), usePlanPositions(area.value)];
  const failed = [plan, positions].find(({ error }) => error !== null);
  if (failed)
    return <ErrorState title={words(failed.error)} onRetry={() => void failed.refetch()} />;
  if (!plan.data || !positions.data) return <Skeleton lines={8} wholeScreen />;
  if (mode === 'place')
    return (
      <PlanEditor
        plan={plan.data}
        areaName={area.label}
        positions={positions.data}
        onClose={() => setMode('watch')}
      />
    );
  const ofArea = (all: readonly MachineTile[]) =>
    all.filter((tile) => tile.area?.id === area.value);
  return (
    <>
      <Toolbar label={t(($) => $.bar)}>
        {areas.length > 1 && areas.length <= sideBySide ? (
          <SegmentedControl
            label={t(($) => $.area)}
            options={areas}
            value={area.value}
            onChange={onArea}
          />
        ) : (
          <strong>{area.label}</strong>
        )}
        <ToolbarSpace />
        {mayEdit && (
          <>
            <Button icon={<PencilRuler aria-hidden="true" />} onPress={() => setFiling(true)}>
              {t(($) => $.file)}
            </Button>
            <Button icon={<Move aria-hidden="true" />} onPress={() => setMode('place')}>
              {t(($) => $.edit)}
            </Button>
          </>
        )}
      </Toolbar>
      <PlanView
        key={plan.data.revision}
        store={store}
        areaName={area.label}
        plan={plan.data}
        positions={positions.data}
        tiles={ofArea(filtered)}
        allTiles={ofArea(tiles)}
        openId={openId}
        onOpen={onOpen}
      />
      {filing && (
        <PlanFileDialog plan={plan.data} areaName={area.label} onClose={() => setFiling(false)} />
      )}
    </>
  );
}
