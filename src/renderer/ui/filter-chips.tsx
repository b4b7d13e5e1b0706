import { X } from 'lucide-react';
import { Button as AriaButton, Tag, TagGroup, TagList } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { Button } from './button.tsx';
import styles from './filter-chips.module.css';

/** A filter that is on. */
export interface FilterChip {
  readonly id: string;
  /** What it filters by, such as `State`. */
  readonly name: string;
  /** What it lets through, such as `Unacknowledged`. */
  readonly value: string;
}

/** What {@link FilterChips} take. */
export interface FilterChipsProps {
  readonly chips: readonly FilterChip[];
  readonly onRemove: (id: string) => void;
  readonly onClear: () => void;
}

/** The filters that are on, each with a cross, so that nobody wonders why rows are missing. */
export function FilterChips({ chips, onRemove, onClear }: FilterChipsProps) {
  const { t } = useTranslation('ui');
  if (chips.length === 0) return null;
  return (
    <div className={styles.chips}>
      <TagGroup
        aria-label={t(($) => $.filters.label)}
        onRemove={(keys) => keys.forEach((key) => onRemove(String(key)))}
      >
        <TagList className={classNames(styles.list)}>
          {chips.map(({ id, name, value }) => (
            <Tag
              key={id}
              id={id}
              textValue={`${name}: ${value}`}
              className={classNames(styles.chip)}
            >
              <span className={styles.name}>{name}</span>
              {value}
              <AriaButton slot="remove" className={classNames(styles.remove)}>
                <X aria-hidden="true" />
              </AriaButton>
            </Tag>
          ))}
        </TagList>
      </TagGroup>
      <Button variant="quiet" size="small" onPress={onClear}>
        {t(($) => $.filters.clear)}
      </Button>
    </div>
  );
}
