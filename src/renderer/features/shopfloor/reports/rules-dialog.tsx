import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UseSettings } from '#contract/shopfloor/reports.ts';
import { client } from '#lib/core.ts';
import { Button } from '#ui/button.tsx';
import { ComboBox } from '#ui/combo-box.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { useAction } from '#ui/use-action.ts';
import { useUseSettings } from './use-report.ts';

/** Zone of the site and limit of idleness. What is summed up follows within minutes. */
export function RulesDialog({ onClose }: { readonly onClose: () => void }) {
  const { data } = useUseSettings();
  return data ? <Rules read={data} onClose={onClose} /> : null;
}

function Rules({ read, onClose }: { readonly read: UseSettings; readonly onClose: () => void }) {
  const { t } = useTranslation('reports');
  // What was read when the dialog opened decides, not what a later summing up brings.
  const [version] = useState(read.version);
  const [timeZone, setTimeZone] = useState<string | null>(read.timeZone);
  const [idleAfterMinutes, setIdle] = useState(read.idleAfterMinutes);
  const save = useAction(
    (input: { version: number; timeZone: string; idleAfterMinutes: number }) =>
      client.shopfloor.reports.configure(input),
    { done: () => t(($) => $.rules.saved), onDone: onClose },
  );
  return (
    <Dialog
      open
      mustAnswer
      onClose={onClose}
      title={t(($) => $.rules.title)}
      size="small"
      footer={
        <>
          <Button onPress={onClose}>{t(($) => $.rules.cancel)}</Button>
          <Button
            variant="primary"
            busy={save.busy}
            isDisabled={timeZone === null}
            onPress={() => save.run({ version, timeZone: timeZone ?? 'UTC', idleAfterMinutes })}
          >
            {t(($) => $.rules.save)}
          </Button>
        </>
      }
    >
      <ComboBox
        label={t(($) => $.rules.zone)}
        description={t(($) => $.rules.zoneHint)}
        options={Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }))}
        value={timeZone}
        onChange={setTimeZone}
      />
      <NumberField
        label={t(($) => $.rules.idle)}
        description={t(($) => $.rules.idleHint)}
        unit={t(($) => $.rules.minutes)}
        minValue={1}
        maxValue={240}
        value={idleAfterMinutes}
        onChange={setIdle}
      />
    </Dialog>
  );
}
