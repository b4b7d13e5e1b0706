import { useTranslation } from 'react-i18next';
import { periods } from '#lib/period.ts';
import type { Period } from '#lib/period.ts';
import { FilterSelect } from './filter-select.tsx';

const names = Object.keys(periods) as readonly Period[];

/** What a {@link PeriodSelect} takes. */
export interface PeriodSelectProps {
  readonly value: Period | null;
  readonly onChange: (period: Period | null) => void;
}

/** Narrows a list to what happened lately. */
export function PeriodSelect({ value, onChange }: PeriodSelectProps) {
  const { t } = useTranslation('ui');
  return (
    <FilterSelect
      label={t(($) => $.period.label)}
      options={names.map((name) => ({ value: name, label: t(($) => $.period[name]) }))}
      value={value}
      onChange={onChange}
    />
  );
}
