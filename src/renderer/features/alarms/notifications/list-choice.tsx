import { useTranslation } from 'react-i18next';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { SegmentedControl } from '#ui/segmented-control.tsx';

const lists = ['deliveries', 'routes', 'channels'] as const;

/** What the screen remembers in the address. */
export const notificationsParams = ['list', 'status'] as const;

/** One of {@link notificationsParams}. */
export type NotificationsParam = (typeof notificationsParams)[number];

/** What is chosen, and how to choose otherwise. */
export interface NotificationsView {
  readonly view: ViewParams<NotificationsParam>;
  readonly change: (change: ViewChange<NotificationsParam>) => void;
}

/** Which of the lists the address asks for. */
export const listOf = ({ list }: NotificationsView['view']): (typeof lists)[number] =>
  lists.find((name) => name === list) ?? 'deliveries';

/** Switches between the lists. */
export function ListChoice({ view, change }: NotificationsView) {
  const { t } = useTranslation('alarmNotifications');
  return (
    <SegmentedControl
      label={t(($) => $.which)}
      options={lists.map((value) => ({ value, label: t(($) => $.list[value]) }))}
      value={listOf(view)}
      onChange={(list) => change({ list: list === 'deliveries' ? null : list })}
    />
  );
}
