import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { BadActor, TriedEffect, TriedSettingsInput } from '#contract/alarms/reports.ts';
import { orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { useAlarmWords } from '../alarm-words.ts';
import { Effects } from './effects.tsx';
import styles from './performance.module.css';

type Scope = 'source' | 'type';

/** Replays the past of one source, or of all of its type, under other settings. */
export function TryPanel({
  actor,
  onClose,
}: {
  readonly actor: BadActor;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('alarmPerformance');
  const { title } = useAlarmWords();
  const words = useErrorText();
  const [scope, setScope] = useState<Scope>('source');
  const [tried, setTried] = useState<TriedSettingsInput | null>(null);
  const { alarmType, sourceType, sourceId } = actor;
  const { data, error } = useQuery(
    orpc.alarms.reports.tryOut.queryOptions({
      input: {
        alarmType,
        ...(scope === 'source' && { sourceType, sourceId }),
        ...(tried && { tried }),
      },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <DetailPanel id="alarms.workbench" title={title(actor)} onClose={onClose}>
      <div className={styles.panel}>
        <p>{actor.sourceName}</p>
        <SegmentedControl<Scope>
          label={t(($) => $.try.scope)}
          value={scope}
          onChange={setScope}
          options={[
            { value: 'source', label: t(($) => $.try.source) },
            { value: 'type', label: t(($) => $.try.type) },
          ]}
        />
        {error && <Banner tone="error">{words(error)}</Banner>}
        {!data && !error && <Skeleton lines={6} />}
        {data && (
          <>
            <p className={styles.quiet}>
              {t(($) => $.try.basis, { days: data.days, sources: data.sources })}
            </p>
            <Effects {...data} />
            <Apply
              alarmType={alarmType}
              effect={data.tried ?? data.proposed}
              tried={data.tried !== null}
            />
            <TryForm proposed={data.proposed} onTry={setTried} />
          </>
        )}
      </div>
    </DetailPanel>
  );
}

/** Leads into the editor of the type with the settings entered. */
function Apply({
  alarmType,
  effect: { onDelaySeconds, offDelaySeconds, deadband },
  tried,
}: {
  readonly alarmType: string;
  readonly effect: TriedEffect;
  readonly tried: boolean;
}) {
  const { t } = useTranslation('alarmPerformance');
  if (!useCan('alarm:configure')) return <p className={styles.quiet}>{t(($) => $.try.readOnly)}</p>;
  const settings = new URLSearchParams({
    'alarmTypes.open': alarmType,
    'alarmTypes.onDelay': String(onDelaySeconds),
    'alarmTypes.offDelay': String(offDelaySeconds),
    'alarmTypes.deadband': String(deadband),
  });
  return (
    <p>
      <Link href={`/alarm-types?${settings.toString()}`}>
        {t(($) => (tried ? $.try.applyTried : $.try.applyProposed))}
      </Link>{' '}
      <span className={styles.quiet}>{t(($) => $.try.applyNote)}</span>
    </p>
  );
}

function TryForm({
  proposed,
  onTry,
}: {
  readonly proposed: TriedSettingsInput;
  readonly onTry: (settings: TriedSettingsInput) => void;
}) {
  const { t } = useTranslation('alarmPerformance');
  const [onDelaySeconds, setOnDelay] = useState(proposed.onDelaySeconds);
  const [offDelaySeconds, setOffDelay] = useState(proposed.offDelaySeconds);
  const [deadband, setDeadband] = useState(proposed.deadband);
  const settings = { onDelaySeconds, offDelaySeconds, deadband };
  const complete = Object.values(settings).every((value) => !Number.isNaN(value));
  return (
    <>
      <h3>{t(($) => $.try.own)}</h3>
      <NumberField
        label={t(($) => $.try.onDelay)}
        description={t(($) => $.try.onDelayHint)}
        unit="s"
        minValue={0}
        maxValue={3600}
        value={onDelaySeconds}
        onChange={setOnDelay}
      />
      <NumberField
        label={t(($) => $.try.offDelay)}
        description={t(($) => $.try.offDelayHint)}
        unit="s"
        minValue={0}
        maxValue={3600}
        value={offDelaySeconds}
        onChange={setOffDelay}
      />
      <NumberField
        label={t(($) => $.try.deadband)}
        description={t(($) => $.try.deadbandHint)}
        minValue={0}
        value={deadband}
        onChange={setDeadband}
      />
      <div className={styles.buttons}>
        <Button isDisabled={!complete} onPress={() => onTry(settings)}>
          {t(($) => $.try.replay)}
        </Button>
      </div>
    </>
  );
}
