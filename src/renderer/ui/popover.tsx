import type { ReactElement, ReactNode } from 'react';
import { Dialog, DialogTrigger, Popover as AriaPopover } from 'react-aria-components';
import type { PopoverProps as AriaPopoverProps } from 'react-aria-components';
import { classNames } from '#lib/class-names.ts';
import styles from './popover.module.css';

/** What a {@link Popover} takes. */
export interface PopoverProps extends Pick<
  AriaPopoverProps,
  'placement' | 'isOpen' | 'onOpenChange'
> {
  /** Says what it holds, to screen readers. */
  readonly label: string;
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
}

/** Holds a few controls next to a button; Esc or a press outside closes it. */
export function Popover({
  label,
  trigger,
  children,
  placement = 'bottom start',
  isOpen,
  onOpenChange,
}: PopoverProps) {
  return (
    <DialogTrigger
      {...(isOpen !== undefined && { isOpen })}
      {...(onOpenChange && { onOpenChange })}
    >
      {trigger}
      <AriaPopover placement={placement} className={classNames(styles.popover)} offset={4}>
        <Dialog aria-label={label} className={classNames(styles.dialog)}>
          {children}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
