import { useTranslation } from 'react-i18next';
import { useShortcut, useShortcutList } from '#lib/shortcuts.ts';
import { Dialog } from '#ui/dialog.tsx';
import { Kbd } from '#ui/kbd.tsx';
import { lockConsole } from './session-actions.ts';
import { useShellState } from './shell-state.ts';
import styles from './keyboard-help.module.css';

function show(): void {
  useShellState.setState({ helpOpen: true });
}

/** Every shortcut that works at this moment, by where it works. */
export function KeyboardHelp() {
  const { t } = useTranslation('shell');
  const open = useShellState((state) => state.helpOpen);
  const shortcuts = useShortcutList();
  useShortcut(
    'F1',
    t(($) => $.keyboard.help),
    show,
    { scope: 'global' },
  );
  useShortcut(
    'Ctrl+Shift+L',
    t(($) => $.keyboard.lock),
    lockConsole,
    { scope: 'global' },
  );
  return (
    <Dialog
      title={t(($) => $.keyboard.title)}
      open={open}
      onClose={() => useShellState.setState({ helpOpen: false })}
    >
      <dl className={styles.list}>
        {shortcuts.map(({ keys, description }) => (
          <div key={`${keys} ${description}`} className={styles.entry}>
            <dt>
              <Kbd keys={keys} />
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
