import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { EstopEvent } from '#contract/shopfloor/estops.ts';
import { client, orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useFormats } from '#lib/use-formats.ts';
import { withProof } from '#lib/with-proof.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { NoteDialog } from '#ui/note-dialog.tsx';

const screen = '/shopfloor/emergency-stops';

/** Emergency stops that stand where the person may see them, on every screen. */
export function StopBanner() {
  const visible = useCan('machine:read');
  const { data } = useQuery(
    orpc.shopfloor.estops.standing.queryOptions({
      enabled: visible,
      meta: { topics: ['shopfloor.estop_events'] },
    }),
  );
  if (!visible || !data) return null;
  const danger = data.filter(({ type }) => type === 'emergency_stop');
  // One at a time: the one that nobody has taken note of yet, then the oldest.
  const first =
    danger.find(({ acknowledgedAt }) => acknowledgedAt === null) ?? danger[0] ?? data[0];
  return first ? <OneStop key={first.id} stop={first} more={data.length - 1} /> : null;
}

function OneStop({ stop, more }: { readonly stop: EstopEvent; readonly more: number }) {
  const { t } = useTranslation('shell');
  const formats = useFormats();
  const [, navigate] = useLocation();
  const mayAcknowledge = useCan('alarm:acknowledge');
  const [asking, setAsking] = useState(false);
  const zone = stop.zone?.name ?? stop.node?.name ?? '–';
  const danger = stop.type === 'emergency_stop';
  const facts = [
    t(($) => $.stopBanner.since, { time: formats.time(stop.since) }),
    stop.presences > 0 && t(($) => $.stopBanner.people, { count: stop.presences }),
    stop.resetAt !== null && t(($) => $.stopBanner.reset),
    more > 0 && t(($) => $.stopBanner.more, { count: more }),
  ].filter((fact) => fact !== false);
  return (
    <>
      <Banner
        tone={danger ? 'error' : 'warning'}
        title={t(($) => (danger ? $.stopBanner.stop : $.stopBanner.drill), { zone })}
        action={
          <>
            {danger && stop.acknowledgedAt === null && mayAcknowledge && (
              <Button onPress={() => setAsking(true)}>{t(($) => $.stopBanner.acknowledge)}</Button>
            )}
            <Button onPress={() => navigate(screen)}>{t(($) => $.stopBanner.show)}</Button>
          </>
        }
      >
        {facts.join(' · ')}. {t(($) => $.stopBanner.hardware)}
      </Banner>
      <NoteDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t(($) => $.stopBanner.title, { zone })}
        text={t(($) => $.stopBanner.text)}
        label={t(($) => $.stopBanner.note)}
        confirmLabel={t(($) => $.stopBanner.confirm)}
        optional
        onConfirm={(note) =>
          withProof(() =>
            client.shopfloor.estops.acknowledge({ id: stop.id, note: note === '' ? null : note }),
          )
        }
      />
    </>
  );
}
