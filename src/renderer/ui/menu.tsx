import type { ReactElement, ReactNode } from 'react';
import {
  Header,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components';
import type {
  MenuItemProps as AriaMenuItemProps,
  MenuProps as AriaMenuProps,
} from 'react-aria-components';
import { Check } from 'lucide-react';
import { classNames } from '#lib/class-names.ts';
import { Kbd } from './kbd.tsx';
import styles from './option-list.module.css';

/** What a {@link Menu} takes; selection props of the react-aria menu are passed on. */
export interface MenuProps extends Omit<
  AriaMenuProps<object>,
  'className' | 'style' | 'children' | 'items'
> {
  /** The button that opens the menu. */
  readonly trigger: ReactElement;
  /** `MenuItem`, `MenuSection` and `MenuSeparator`. */
  readonly children: ReactNode;
}

/** A list of commands behind a button. */
export function Menu({ trigger, children, ...rest }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={classNames(styles.popover)} offset={2}>
        <AriaMenu {...rest} className={classNames(styles.list)}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** What a {@link MenuItem} takes besides the props of the react-aria item (`onAction`, `isDisabled`, `id`). */
export interface MenuItemProps extends Omit<
  AriaMenuItemProps,
  'className' | 'style' | 'children' | 'textValue'
> {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  /** Harms something; drawn so. */
  readonly danger?: boolean;
}

/** One command, or one choice where the menu has a selection. */
export function MenuItem({ label, icon, shortcut, danger = false, ...rest }: MenuItemProps) {
  return (
    <AriaMenuItem
      {...rest}
      textValue={label}
      className={classNames(styles.item, danger && styles.danger)}
    >
      {({ isSelected, selectionMode }) => (
        <>
          {selectionMode !== 'none' &&
            (isSelected ? <Check aria-hidden="true" /> : <span className={styles.mark} />)}
          {icon}
          <span className={styles.words}>{label}</span>
          {shortcut !== undefined && <Kbd keys={shortcut} />}
        </>
      )}
    </AriaMenuItem>
  );
}

/** Items under a heading. */
export function MenuSection({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <AriaMenuSection>
      <Header className={styles.heading}>{title}</Header>
      {children}
    </AriaMenuSection>
  );
}

/** A line between groups of items. */
export function MenuSeparator() {
  return <Separator className={classNames(styles.separator)} />;
}
