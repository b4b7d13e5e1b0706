import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecurityRule } from '#contract/identity/security.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { Button } from '#ui/button.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { useAction } from '#ui/use-action.ts';
import styles from '../parts/parts.module.css';

/** One rule: what it watches, and its limits for those who may change them. */
export function RulePanel({
  read,
  onClose,
}: {
  readonly read: SecurityRule;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('securityRules');
  const { rule, version } = read;
  const mayChange = useCan('alarm:configure');
  const [isEnabled, setEnabled] = useState(read.isEnabled);
  const [threshold, setThreshold] = useState(read.threshold);
  const [withinSeconds, setWithin] = useState(read.withinSeconds);
  const save = useAction(
    () =>
      client.identity.security.updateRule({ rule, version, threshold, withinSeconds, isEnabled }),
    { done: () => t(($) => $.saved) },
  );
  const same =
    isEnabled === read.isEnabled &&
    threshold === read.threshold &&
    withinSeconds === read.withinSeconds;
  return (
    <DetailPanel id="identity.security-rule" title={t(($) => $.rule[rule].name)} onClose={onClose}>
      <div className={styles.stack}>
        <p>{t(($) => $.rule[rule].text)}</p>
        <Checkbox isSelected={isEnabled} isDisabled={!mayChange} onChange={setEnabled}>
          {t(($) => $.watched)}
        </Checkbox>
        {rule !== 'badge-two-places' && (
          <NumberField
            label={t(($) => $.column.threshold)}
            isDisabled={!mayChange}
            minValue={2}
            maxValue={1000}
            value={threshold}
            onChange={setThreshold}
          />
        )}
        {withinSeconds !== null && (
          <NumberField
            label={t(($) => $.column.within)}
            unit={t(($) => $.unit)}
            isDisabled={!mayChange}
            minValue={1}
            maxValue={86_400}
            value={withinSeconds}
            onChange={setWithin}
          />
        )}
        {mayChange && (
          <div>
            <Button
              variant="primary"
              busy={save.busy}
              isDisabled={same || !Number.isInteger(threshold)}
              onPress={() => save.run(undefined)}
            >
              {t(($) => $.save)}
            </Button>
          </div>
        )}
      </div>
    </DetailPanel>
  );
}
