import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';
import { classNames } from '#lib/class-names.ts';
import styles from './tabs.module.css';

/** One tab with what it shows. */
export interface TabItem {
  readonly id: string;
  readonly label: ReactNode;
  /** A number behind the label, such as how many rows wait there. */
  readonly count?: number;
  readonly content: ReactNode;
}

/** What {@link Tabs} take. */
export interface TabsProps {
  /** Says what the tabs divide, to screen readers. */
  readonly label: string;
  readonly items: readonly TabItem[];
  /** The open tab; leave both out and the part keeps it itself. */
  readonly selected?: string;
  readonly onSelect?: (id: string) => void;
}

/** Sections of which one shows at a time; only the open one is mounted. */
export function Tabs({ label, items, selected, onSelect }: TabsProps) {
  return (
    <AriaTabs
      className={classNames(styles.tabs)}
      {...(selected !== undefined && { selectedKey: selected })}
      onSelectionChange={(key) => onSelect?.(String(key))}
    >
      <TabList aria-label={label} className={classNames(styles.list)}>
        {items.map(({ id, label: text, count }) => (
          <Tab key={id} id={id} className={classNames(styles.tab)}>
            {text}
            {count !== undefined && <span className={styles.count}>{count}</span>}
          </Tab>
        ))}
      </TabList>
      {items.map(({ id, content }) => (
        <TabPanel key={id} id={id} className={classNames(styles.panel)}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
