import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FloorPlan, PlanPlace, PlanPosition } from '#contract/shopfloor/plans.ts';
import { client, orpc } from '#lib/core.ts';
import { useDirtyMark } from '#lib/unsaved-changes.ts';
import { useAction } from '#ui/use-action.ts';
import {
  broughtUp,
  changesOf,
  disputed,
  keyOf,
  noEdits,
  placing,
  redone,
  tidy,
  undone,
  withEdits,
  without,
} from './plan-edits.ts';

/** A plan that is being edited. */
export interface PlanDraft {
  /** All things with the places they would have after saving. */
  readonly positions: readonly PlanPosition[];
  /** How many of them differ from what is saved. */
  readonly changed: number;
  /** Things that are being edited and that somebody else moved. */
  readonly disputed: readonly PlanPosition[];
  readonly place: (key: string, place: PlanPlace | null, step: number) => void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  /** Settles what is disputed: by the own places, or by those of the colleague. */
  readonly settle: (whose: 'mine' | 'theirs') => void;
  readonly save: () => void;
  readonly saving: boolean;
}

/** Keeps the places that are being changed, beside what colleagues do meanwhile. */
export function usePlanEdits(plan: FloorPlan, now: readonly PlanPosition[]): PlanDraft {
  const { t } = useTranslation('floorPlan');
  const queries = useQueryClient();
  const [read, setRead] = useState(now);
  const [edits, setEdits] = useState(noEdits);
  const { areaId } = plan;
  const base = broughtUp(read, now, edits);
  const changes = changesOf(base, edits);
  const { queryKey } = orpc.shopfloor.plans.positions.queryOptions({ input: { areaId } });
  useDirtyMark(changes.length > 0);
  const action = useAction(
    () =>
      client.shopfloor.plans.place({
        areaId,
        changes: changes.map(({ kind, id, place, version }) => ({ kind, id, place, version })),
      }),
    {
      done: () => t(($) => $.saved),
      onDone(positions) {
        queries.setQueryData(queryKey, positions);
        setRead(positions);
        setEdits(noEdits);
      },
      refused(error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'PLACE_CHANGED'))
          return undefined;
        // What stands now comes with the next answer, and is then shown as disputed.
        void queries.invalidateQueries({ queryKey });
        return t(($) => $.movedMeanwhile);
      },
    },
  );
  const argued = disputed(read, now, edits);
  return {
    positions: withEdits(base, edits),
    changed: changes.length,
    disputed: argued,
    place(key, place, step) {
      setRead(base);
      setEdits((current) => placing(current, key, place && tidy(place, plan, step)));
    },
    undo: edits.past.length > 0 ? () => setEdits(undone) : null,
    redo: edits.future.length > 0 ? () => setEdits(redone) : null,
    settle(whose) {
      setRead(now);
      if (whose === 'theirs') setEdits(without(edits, new Set(argued.map(keyOf))));
    },
    save: () => action.run(undefined),
    saving: action.busy,
  };
}
