import { Redo2, Save, Undo2, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorPlan, PlanPosition } from '#contract/shopfloor/plans.ts';
import { useShortcut } from '#lib/shortcuts.ts';
import { mayLeave } from '#lib/unsaved-changes.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Switch } from '#ui/switch.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { PlacingMarker } from './placing-marker.tsx';
import { PlacingPanel } from './placing-panel.tsx';
import { firstSize, gridStep, keyOf } from './plan-edits.ts';
import { PlanPaper } from './plan-paper.tsx';
import { PlanZoom } from './plan-zoom.tsx';
import { usePlanEdits } from './use-plan-edits.ts';
import type { PlanDraft } from './use-plan-edits.ts';
import { usePlanWindow } from './use-plan-window.ts';
import styles from './plan-view.module.css';

/** What a {@link PlanEditor} takes. */
export interface PlanEditorProps {
  readonly plan: FloorPlan;
  readonly areaName: string;
  readonly positions: readonly PlanPosition[];
  readonly onClose: () => void;
}

/** Placing machines and nodes: by dragging, by keys, and in numbers. */
export function PlanEditor({ plan, areaName, positions: now, onClose }: PlanEditorProps) {
  const { t } = useTranslation('floorPlan');
  const navigation = usePlanWindow(plan);
  const draft = usePlanEdits(plan, now);
  const [snap, setSnap] = useState(true);
  const [chosen, setChosen] = useState<string | null>(null);
  const step = snap ? gridStep(plan) : 0;
  const selected = draft.positions.find((position) => keyOf(position) === chosen) ?? null;

  function put(position: PlanPosition, client?: { clientX: number; clientY: number }): void {
    const dropped = client && navigation.pointAt(client);
    const { window } = navigation;
    if ((client !== undefined && dropped === null) || window === null) return;
    const at = dropped ?? { x: plan.width / 2, y: plan.height / 2 };
    draft.place(keyOf(position), { ...at, rotation: 0, size: firstSize(plan) }, step);
    setChosen(keyOf(position));
    if (!dropped) navigation.reveal(at);
  }

  function select(key: string): void {
    const place = draft.positions.find((position) => keyOf(position) === key)?.place;
    setChosen(key);
    if (place) navigation.reveal(place);
  }

  return (
    <>
      <EditorBar
        draft={draft}
        snap={snap}
        onSnap={setSnap}
        onClose={() => void mayLeave().then((leave) => leave && onClose())}
      />
      {draft.disputed.length > 0 && <Dispute draft={draft} />}
      <div className={styles.view}>
        <div className={styles.stage}>
          <PlanPaper
            plan={plan}
            label={t(($) => $.label, { area: areaName })}
            navigation={navigation}
            grid={snap}
          >
            {draft.positions.map(
              (position) =>
                position.place !== null && (
                  <PlacingMarker
                    key={keyOf(position)}
                    position={position}
                    place={position.place}
                    selected={keyOf(position) === chosen}
                    step={step}
                    pointAt={navigation.pointAt}
                    onSelect={() => setChosen(keyOf(position))}
                    onPlace={(place) => draft.place(keyOf(position), place, step)}
                  />
                ),
            )}
          </PlanPaper>
          <PlanZoom navigation={navigation} />
        </div>
        <PlacingPanel
          plan={plan}
          positions={draft.positions}
          selected={selected}
          onSelect={select}
          onPlace={(key, place) => draft.place(key, place, 0)}
          onPut={put}
        />
      </div>
    </>
  );
}

function EditorBar({
  draft,
  snap,
  onSnap,
  onClose,
}: {
  readonly draft: PlanDraft;
  readonly snap: boolean;
  readonly onSnap: (snap: boolean) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('floorPlan');
  const { undo, redo, save, changed, saving } = draft;
  useShortcut(
    'Ctrl+Z',
    t(($) => $.undo),
    () => undo?.(),
    { enabled: undo !== null },
  );
  useShortcut(
    'Ctrl+Y',
    t(($) => $.redo),
    () => redo?.(),
    { enabled: redo !== null },
  );
  useShortcut(
    'Ctrl+S',
    t(($) => $.save),
    save,
    { enabled: changed > 0 },
  );
  return (
    <Toolbar label={t(($) => $.editing)}>
      <Button
        icon={<Undo2 aria-hidden="true" />}
        shortcut="Ctrl+Z"
        isDisabled={undo === null}
        onPress={() => undo?.()}
      >
        {t(($) => $.undo)}
      </Button>
      <Button
        icon={<Redo2 aria-hidden="true" />}
        shortcut="Ctrl+Y"
        isDisabled={redo === null}
        onPress={() => redo?.()}
      >
        {t(($) => $.redo)}
      </Button>
      <Switch isSelected={snap} onChange={onSnap}>
        {t(($) => $.snap)}
      </Switch>
      <ToolbarSpace />
      <span>{t(($) => $.unsaved, { count: changed })}</span>
      <Button icon={<X aria-hidden="true" />} onPress={onClose}>
        {t(($) => $.close)}
      </Button>
      <Button
        variant="primary"
        icon={<Save aria-hidden="true" />}
        shortcut="Ctrl+S"
        busy={saving}
        isDisabled={changed === 0}
        onPress={save}
      >
        {t(($) => $.save)}
      </Button>
    </Toolbar>
  );
}

function Dispute({ draft }: { readonly draft: PlanDraft }) {
  const { t } = useTranslation('floorPlan');
  return (
    <Banner
      tone="warning"
      title={t(($) => $.movedMeanwhile)}
      action={
        <>
          <Button onPress={() => draft.settle('theirs')}>{t(($) => $.takeTheirs)}</Button>
          <Button onPress={() => draft.settle('mine')}>{t(($) => $.keepMine)}</Button>
        </>
      }
    >
      {draft.disputed.map(({ code, name }) => `${code} ${name}`).join(', ')}
    </Banner>
  );
}
