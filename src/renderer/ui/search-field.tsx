import { Search, X } from 'lucide-react';
import { Button, Group, Input, SearchField as AriaSearchField } from 'react-aria-components';
import type { SearchFieldProps as AriaSearchFieldProps } from 'react-aria-components';
import { classNames } from '#lib/class-names.ts';
import styles from './search-field.module.css';
import field from './field.module.css';

/** What a {@link SearchField} takes besides the props of the react-aria field. */
export interface SearchFieldProps extends Omit<
  AriaSearchFieldProps,
  'className' | 'style' | 'children' | 'aria-label'
> {
  /** Says what is searched, to screen readers and as the placeholder. */
  readonly label: string;
}

/** A search box for bars; Esc or the cross empties it. */
export function SearchField({ label, ...rest }: SearchFieldProps) {
  return (
    <AriaSearchField {...rest} aria-label={label} className={classNames(styles.search)}>
      <Group className={classNames(field.control)}>
        <span className={styles.icon}>
          <Search aria-hidden="true" />
        </span>
        <Input className={classNames(field.input)} placeholder={label} />
        <Button className={classNames(styles.clear)}>
          <X aria-hidden="true" />
        </Button>
      </Group>
    </AriaSearchField>
  );
}
