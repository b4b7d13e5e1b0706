import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel, Route } from '#contract/alarms/notifications.ts';
import { client } from '#lib/core.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
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
  const [asked, ask] = useState(false);
  return (
    <>
      <Button icon={<Trash2 aria-hidden="true" />} onPress={() => ask(true)}>
        {t(($) => $.remove.button)}
      </Button>
      <ConfirmWithReason
        open={asked}
        onClose={() => ask(false)}
        title={t(($) => $.remove.title, { name })}
        harm={t(($) => $.remove.routeHarm)}
        confirmLabel={t(($) => $.remove.confirm)}
        minLength={0}
        describe={words}
        onConfirm={async () => {
          await withProof(() => client.alarms.notifications.removeRoute({ id, version }));
          onRemoved();
        }}
      />
    </>
  );
}
