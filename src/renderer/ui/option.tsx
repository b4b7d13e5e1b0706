import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { ListBoxItem } from 'react-aria-components';
import { classNames } from '#lib/class-names.ts';
import styles from './option-list.module.css';

/** One thing to choose in a `Select`, `ComboBox` or `RadioGroup`. */
export interface Option<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  /** A second, quieter line. */
  readonly note?: string;
  /** A symbol in front: an icon or a badge. */
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
}

/** Draws an {@link Option} as a row of a list box, with a tick where it is chosen. */
export function OptionRow({ option }: { readonly option: Option }) {
  return (
    <ListBoxItem
      id={option.value}
      textValue={option.label}
      isDisabled={option.disabled ?? false}
      className={classNames(styles.item)}
    >
      {({ isSelected }) => (
        <>
          {option.icon}
          <span className={styles.words}>
            <span>{option.label}</span>
            {option.note !== undefined && <span className={styles.note}>{option.note}</span>}
          </span>
          {isSelected ? <Check aria-hidden="true" /> : <span className={styles.mark} />}
        </>
      )}
    </ListBoxItem>
  );
}
