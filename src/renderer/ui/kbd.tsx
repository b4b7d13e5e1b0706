import { splitKeys, useIsPressed } from '#lib/shortcuts.ts';
import styles from './kbd.module.css';

/** Keys as chips, which light up while pressed: `Ctrl+K` shows two. Screen readers find them in the list that F1 opens, not here. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys} aria-hidden="true" data-pressed={useIsPressed(keys)}>
      {splitKeys(keys).map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
