import type { ReactNode } from 'react';
import { Separator, Toolbar as AriaToolbar } from 'react-aria-components';
import { classNames } from '#lib/class-names.ts';
import styles from './toolbar.module.css';

/** What a {@link Toolbar} takes. */
export interface ToolbarProps {
  /** Says what the bar works on, to screen readers. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A bar of controls above a table or map. It wraps where it is too narrow; arrow keys move inside it. */
export function Toolbar({ label, children }: ToolbarProps) {
  return (
    <AriaToolbar aria-label={label} className={classNames(styles.toolbar)}>
      {children}
    </AriaToolbar>
  );
}

/** A line between groups of controls. */
export function ToolbarSeparator() {
  return <Separator orientation="vertical" className={classNames(styles.separator)} />;
}

/** Pushes what follows to the far end. */
export function ToolbarSpace() {
  return <span className={styles.space} />;
}
