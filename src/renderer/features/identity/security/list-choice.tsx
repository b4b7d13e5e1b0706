import { useTranslation } from 'react-i18next';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { SegmentedControl } from '#ui/segmented-control.tsx';

const lists = ['events', 'failed', 'sessions', 'rules'] as const;

/** What narrows the lists of the screen, as its address keeps it. */
export const securityParams = [
  'list',
  'type',
  'person',
  'success',
  'period',
  'username',
  'address',
] as const;

/** One of {@link securityParams}. */
export type SecurityParam = (typeof securityParams)[number];

/** What is chosen, and how to choose otherwise. */
export interface SecurityView {
  readonly view: ViewParams<SecurityParam>;
  readonly change: (change: ViewChange<SecurityParam>) => void;
}

/** Which of the lists is shown. */
export function ListChoice({ view, change }: SecurityView) {
  const { t } = useTranslation('audit');
  return (
    <SegmentedControl
      label={t(($) => $.security.which)}
      options={lists.map((value) => ({ value, label: t(($) => $.security.list[value]) }))}
      value={lists.find((list) => list === view.list) ?? 'events'}
      onChange={(list) => change({ list })}
    />
  );
}
