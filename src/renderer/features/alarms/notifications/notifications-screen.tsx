import { useViewParams } from '#lib/use-view-params.ts';
import { ChannelsList } from './channels-list.tsx';
import { DeliveriesList } from './deliveries-list.tsx';
import { listOf, type NotificationsParam, notificationsParams } from './list-choice.tsx';
import { RoutesList } from './routes-list.tsx';

const lists = { channels: ChannelsList, routes: RoutesList, deliveries: DeliveriesList };

/** Telling people who do not sit at a console: by what, of what, and what became of it. */
export function Screen() {
  const [view, change] = useViewParams<NotificationsParam>('notifications', notificationsParams);
  const List = lists[listOf(view)];
  return <List view={view} change={change} />;
}
