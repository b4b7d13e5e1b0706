import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { ButtonProps as AriaButtonProps } from 'react-aria-components';
import { classNames } from '#lib/class-names.ts';
import { Kbd } from './kbd.tsx';
import { Spinner } from './spinner.tsx';
import styles from './button.module.css';

/** How much a button asks for attention; one primary at most in each place. */
export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

/** What a {@link Button} takes besides the props of the react-aria button (`onPress`, `isDisabled`, `type`, …). */
export interface ButtonProps extends Omit<
  AriaButtonProps,
  'className' | 'style' | 'children' | 'isPending'
> {
  readonly variant?: ButtonVariant;
  /** A lucide icon element in front of the text. */
  readonly icon?: ReactNode;
  /** Shows the shortcut as a chip, for example `Ctrl+S`; binding it is the business of `useShortcut`. */
  readonly shortcut?: string;
  /** The work runs: a spinner shows, presses are ignored, the focus stays. */
  readonly busy?: boolean;
  readonly size?: 'normal' | 'small';
  readonly children: ReactNode;
}

/** A button with a text. For a button with an icon only, use `IconButton`. */
export function Button({
  variant = 'secondary',
  size = 'normal',
  icon,
  shortcut,
  busy = false,
  children,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      isPending={busy}
      className={classNames(styles.button, styles[variant], styles[size])}
    >
      {busy ? <Spinner /> : icon}
      <span className={styles.text}>{children}</span>
      {shortcut !== undefined && (
        <span className={styles.shortcut}>
          <Kbd keys={shortcut} />
        </span>
      )}
    </AriaButton>
  );
}
