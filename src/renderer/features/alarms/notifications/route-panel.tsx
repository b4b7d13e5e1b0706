import { useTranslation } from 'react-i18next';
import type { Channel, Route } from '#contract/alarms/notifications.ts';
import { client } from '#lib/core.ts';
import { withProof } from '#lib/with-proof.ts';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { RemoveButton } from '#ui/remove-button.tsx';
import { RouteForm } from './route-form.tsx';
import { useNotificationWords } from './use-notification-words.ts';

/** What a {@link RoutePanel} takes. */
export interface RoutePanelProps {
  /** Null for a new route. */
  readonly route: Route | null;
  readonly channels: readonly Channel[];
  readonly onClose: () => void;
  /** It was added or is gone; nothing is left to ask. */
  readonly onDone: () => void;
}

/** One route. */
export function RoutePanel({ route, channels, onClose, onDone }: RoutePanelProps) {
  const { t } = useTranslation('alarmNotifications');
  return (
    <DetailPanel
      id="alarms.route"
      title={route?.name ?? t(($) => $.route.add)}
      onClose={onClose}
      {...(route && { actions: <Remove route={route} onRemoved={onDone} /> })}
    >
      <RouteForm route={route} channels={channels} onAdded={onDone} />
    </DetailPanel>
  );
}

function Remove({
  route: { id, version, name },
  onRemoved,
}: {
  readonly route: Route;
  readonly onRemoved: () => void;
}) {
  const { t } = useTranslation('alarmNotifications');
  const words = useNotificationWords();
  return (
    <RemoveButton
      name={name}
      harm={t(($) => $.remove.routeHarm)}
      remove={() => withProof(() => client.alarms.notifications.removeRoute({ id, version }))}
      onRemoved={onRemoved}
      describe={words}
    />
  );
}
