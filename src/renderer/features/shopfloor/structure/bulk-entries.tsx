import { useTranslation } from 'react-i18next';
import { NumberField } from '#ui/number-field.tsx';
import { Select } from '#ui/select.tsx';
import type { BulkChange } from './bulk-change.ts';
import styles from './bulk-dialog.module.css';

/** Whether machines are to be put in service or taken out of it. */
export type BulkService = 'in' | 'out' | null;

/** What a {@link BulkEntries} takes. */
export interface BulkEntriesProps {
  readonly change: BulkChange;
  readonly onChange: (change: BulkChange) => void;
  readonly service: BulkService;
  readonly onService: (service: BulkService) => void;
}

/** What is to be different in several machines; what is left alone here stays as it is in each. */
export function BulkEntries({ change, onChange, service, onService }: BulkEntriesProps) {
  const { t } = useTranslation('structure');
  const { t: floor } = useTranslation('shopfloor');
  const { checkAfterUse } = change;
  const keep = { value: 'keep', label: t(($) => $.bulk.keep) } as const;
  const number = (name: 'timeoutMinutes' | 'warningMinutes') => (value: number) => {
    const { [name]: _, ...rest } = change;
    onChange(Number.isFinite(value) ? { ...rest, [name]: value } : rest);
  };
  return (
    <>
      <p>{t(($) => $.bulk.hint)}</p>
      <div className={styles.entries}>
        <NumberField
          label={floor(($) => $.field.timeout)}
          unit={floor(($) => $.form.minutes)}
          minValue={1}
          maxValue={1440}
          onChange={number('timeoutMinutes')}
        />
        <NumberField
          label={floor(($) => $.field.warning)}
          unit={floor(($) => $.form.minutes)}
          minValue={0}
          maxValue={1439}
          onChange={number('warningMinutes')}
        />
        <Select<'keep' | 'yes' | 'no'>
          label={floor(($) => $.machine.checkAfterUse)}
          options={[
            keep,
            { value: 'yes', label: t(($) => $.bulk.yes) },
            { value: 'no', label: t(($) => $.bulk.no) },
          ]}
          value={checkAfterUse === undefined ? 'keep' : checkAfterUse ? 'yes' : 'no'}
          onChange={(value) => {
            const { checkAfterUse: _, ...rest } = change;
            onChange(value === 'keep' ? rest : { ...rest, checkAfterUse: value === 'yes' });
          }}
        />
        <Select<'keep' | 'in' | 'out'>
          label={t(($) => $.service.title)}
          options={[
            keep,
            { value: 'in', label: t(($) => $.service.putBack) },
            { value: 'out', label: t(($) => $.service.takeOut) },
          ]}
          value={service ?? 'keep'}
          onChange={(value) => onService(value === 'keep' ? null : value)}
        />
      </div>
    </>
  );
}
