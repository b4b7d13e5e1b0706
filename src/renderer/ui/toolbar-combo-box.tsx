import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ComboBox } from './combo-box.tsx';
import type { ComboBoxProps } from './combo-box.tsx';
import { IconButton } from './icon-button.tsx';
import styles from './toolbar-combo-box.module.css';

/** What a {@link ToolbarComboBox} takes. */
export type ToolbarComboBoxProps = Pick<
  ComboBoxProps<string>,
  'options' | 'value' | 'onChange' | 'onSearch'
> & {
  /** What it filters by; shown while nothing is chosen. */
  readonly label: string;
};

/** A filter in a toolbar with many values: type a part of the name; a cross lets everything through again. */
export function ToolbarComboBox({ label, ...rest }: ToolbarComboBoxProps) {
  const { t } = useTranslation('ui');
  const { value, onChange } = rest;
  return (
    <div className={styles.filter}>
      <ComboBox label={label} labelHidden placeholder={label} {...rest} />
      {value !== null && (
        <IconButton
          label={t(($) => $.filters.clearOne, { name: label })}
          onPress={() => onChange(null)}
        >
          <X aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}
