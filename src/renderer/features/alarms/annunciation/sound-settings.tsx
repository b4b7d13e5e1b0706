import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { alarmPriorities } from '#contract/alarms.ts';
import type { AlarmPriority } from '#contract/alarms.ts';
import type { SoundState } from '#contract/alarms/queue.ts';
import { alarmSounds, setPreferences, usePreferences } from '#lib/preferences.ts';
import { Button } from '#ui/button.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { alarmSound } from './alarm-sound.ts';
import styles from './sound-settings.module.css';

/** How loudly this station sounds, and trying each sound. */
export function SoundSettings() {
  const { t } = useTranslation('annunciation');
  const loudness = usePreferences((preferences) => preferences.alarmSound);
  const [heard, setHeard] = useState<SoundState | null>(null);
  const test = (priority: AlarmPriority) => void alarmSound().test(priority).then(setHeard);
  return (
    <div className={styles.settings}>
      <p>{t(($) => $.settings.hint)}</p>
      <SegmentedControl
        label={t(($) => $.settings.loudness)}
        options={alarmSounds.map((value) => ({ value, label: t(($) => $.settings[value]) }))}
        value={loudness}
        onChange={(value) => setPreferences({ alarmSound: value })}
      />
      <div className={styles.tests}>
        {alarmPriorities.map((priority) => (
          <Button
            key={priority}
            size="small"
            isDisabled={loudness === 'off'}
            onPress={() => test(priority)}
          >
            {t(($) => $.settings.test, { priority })}
          </Button>
        ))}
      </div>
      {heard !== null && heard !== 'ready' && <p role="alert">{t(($) => $.state[heard])}</p>}
    </div>
  );
}
