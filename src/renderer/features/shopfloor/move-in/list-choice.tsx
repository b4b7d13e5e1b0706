import { useTranslation } from 'react-i18next';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { SegmentedControl } from '#ui/segmented-control.tsx';

/** What the screen keeps in the address. */
export const moveInParams = ['list', 'search', 'severity', 'acknowledged'] as const;

/** See {@link moveInParams}. */
export type MoveInParam = (typeof moveInParams)[number];

/** What is chosen, and how to choose otherwise. */
export interface MoveInView {
  readonly view: ViewParams<MoveInParam>;
  readonly change: (change: ViewChange<MoveInParam>) => void;
}

/** Moving in, or reading what was brought along. */
export function ListChoice({ view, change }: MoveInView) {
  const { t } = useTranslation('moveIn');
  return (
    <SegmentedControl
      label={t(($) => $.list.which)}
      options={[
        { value: 'move', label: t(($) => $.list.move) },
        { value: 'alerts', label: t(($) => $.list.alerts) },
      ]}
      value={view.list === 'alerts' ? 'alerts' : 'move'}
      onChange={(list) => change({ list: list === 'alerts' ? 'alerts' : null })}
    />
  );
}
