import { useTranslation } from 'react-i18next';
import type { Option } from './option.tsx';
import { Select } from './select.tsx';
import styles from './filter-select.module.css';

/** What a {@link FilterSelect} takes. */
export interface FilterSelectProps<Value extends string> {
  /** What it filters by; shown while nothing is chosen. */
  readonly label: string;
  readonly options: readonly Option<Value>[];
  /** Null lets everything through. */
  readonly value: Value | null;
  readonly onChange: (value: Value | null) => void;
}

const anything = '*';

/** A filter in a toolbar: lets one value through, or all. */
export function FilterSelect<Value extends string>(props: FilterSelectProps<Value>) {
  const { label, options, value, onChange } = props;
  const { t } = useTranslation('ui');
  return (
    <div className={value === null ? styles.filter : styles.on}>
      <Select<string>
        label={label}
        labelHidden
        placeholder={label}
        value={value}
        options={[{ value: anything, label: t(($) => $.filters.all) }, ...options]}
        onChange={(chosen) => onChange(chosen === anything ? null : (chosen as Value))}
      />
    </div>
  );
}
