import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { ButtonProps as AriaButtonProps } from 'react-aria-components';
import { classNames } from '#lib/class-names.ts';
import { Tooltip } from './tooltip.tsx';
import styles from './icon-button.module.css';

/** What an {@link IconButton} takes besides the props of the react-aria button. */
export interface IconButtonProps extends Omit<
  AriaButtonProps,
  'className' | 'style' | 'children' | 'aria-label'
> {
  /** What the button does; the tooltip and screen readers say it. */
  readonly label: string;
  /** Shown in the tooltip next to the label. */
  readonly shortcut?: string;
  /** `framed` stands alone, `plain` sits in a bar or a row. */
  readonly variant?: 'plain' | 'framed';
  /** A lucide icon element. */
  readonly children: ReactNode;
}

/** A button that shows only an icon; the label is always said and shown on hover and focus. */
export function IconButton({
  label,
  shortcut,
  variant = 'plain',
  children,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} {...(shortcut !== undefined && { shortcut })}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={classNames(styles.button, styles[variant])}
      >
        {children}
      </AriaButton>
    </Tooltip>
  );
}
