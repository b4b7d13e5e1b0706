import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { classNames } from '#lib/class-names.ts';
import type { Option } from './option.tsx';
import styles from './segmented-control.module.css';

/** What a {@link SegmentedControl} takes. */
export interface SegmentedControlProps<Value extends string> {
  /** Says what is chosen, to screen readers. */
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** Two to four choices side by side of which always one is on, such as the density. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { label, options, value, onChange } = props;
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={classNames(styles.group)}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [chosen] = keys;
        if (chosen !== undefined) onChange(chosen as Value);
      }}
    >
      {options.map((option) => (
        <ToggleButton
          key={option.value}
          id={option.value}
          isDisabled={option.disabled ?? false}
          className={classNames(styles.segment)}
        >
          {option.icon}
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
