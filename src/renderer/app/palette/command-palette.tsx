import { Suspense } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useHolds } from '#lib/session.ts';
import { useShortcut } from '#lib/shortcuts.ts';
import { Kbd } from '#ui/kbd.tsx';
import { screens } from '../screens.ts';
import { useShellState } from '../shell/shell-state.ts';
import { commands } from './commands.ts';
import styles from './command-palette.module.css';

function open(): void {
  useShellState.setState({ paletteOpen: true });
}

/** Ctrl+K: every screen the person may open and everything that can be done from anywhere. */
export function CommandPalette() {
  const { t } = useTranslation('shell');
  const isOpen = useShellState((state) => state.paletteOpen);
  useShortcut(
    'Ctrl+K',
    t(($) => $.keyboard.palette),
    open,
    { scope: 'global' },
  );
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable
      onOpenChange={(paletteOpen) => useShellState.setState({ paletteOpen })}
      className={styles.overlay ?? ''}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''} aria-label={t(($) => $.palette.label)}>
          {({ close }) => (
            <Suspense>
              <PaletteBody close={close} />
            </Suspense>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteBody({ close }: { readonly close: () => void }) {
  const { t } = useTranslation('shell');
  const { contains } = useFilter({ sensitivity: 'base' });
  return (
    <Autocomplete filter={contains}>
      <SearchField autoFocus aria-label={t(($) => $.palette.label)} className={styles.search ?? ''}>
        <Input className={styles.input ?? ''} placeholder={t(($) => $.palette.placeholder)} />
      </SearchField>
      <Menu
        className={styles.menu ?? ''}
        aria-label={t(($) => $.palette.label)}
        onAction={close}
        renderEmptyState={() => <p className={styles.empty}>{t(($) => $.palette.empty)}</p>}
      >
        <ScreenItems />
        <CommandItems />
      </Menu>
    </Autocomplete>
  );
}

function ScreenItems() {
  const { t } = useTranslation('shell');
  const [, go] = useLocation();
  const holds = useHolds();
  const reachable = screens.filter(
    ({ path, permission }) => !path.includes(':') && holds(permission),
  );
  return (
    <MenuSection>
      <Header className={styles.header ?? ''}>{t(($) => $.palette.screens)}</Header>
      {reachable.map((screen) => (
        <MenuItem
          key={screen.id}
          id={screen.id}
          textValue={screen.title(t)}
          className={styles.item ?? ''}
          onAction={() => go(screen.path)}
        >
          <screen.icon aria-hidden />
          <span className={styles.text}>{screen.title(t)}</span>
          <span className={styles.context}>{t(($) => $.groups[screen.group])}</span>
        </MenuItem>
      ))}
    </MenuSection>
  );
}

function CommandItems() {
  const { t } = useTranslation('shell');
  return (
    <MenuSection>
      <Header className={styles.header ?? ''}>{t(($) => $.palette.commands)}</Header>
      {commands.map((command) => (
        <MenuItem
          key={command.id}
          id={`command.${command.id}`}
          textValue={command.title(t)}
          className={styles.item ?? ''}
          onAction={command.run}
        >
          <command.icon aria-hidden />
          <span className={styles.text}>{command.title(t)}</span>
          {command.shortcut !== undefined && <Kbd keys={command.shortcut} />}
        </MenuItem>
      ))}
    </MenuSection>
  );
}
