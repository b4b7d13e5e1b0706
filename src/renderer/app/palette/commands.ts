import type { TFunction } from 'i18next';
import {
  Keyboard,
  Languages,
  Lock,
  LogOut,
  type LucideIcon,
  Moon,
  Rows3,
  Sun,
  Tablet,
  UserRoundCog,
} from 'lucide-react';
import { setPreferences } from '#lib/preferences.ts';
import { lockConsole, signOut } from '../shell/session-actions.ts';
import { useShellState } from '../shell/shell-state.ts';

/** Something that can be done from anywhere. */
export interface Command {
  readonly id: string;
  readonly title: (t: TFunction<'shell'>) => string;
  readonly icon: LucideIcon;
  readonly shortcut?: string;
  readonly run: () => void;
}

/** What the palette offers besides going to a screen. */
export const commands: readonly Command[] = [
  {
    id: 'lock',
    title: (t) => t(($) => $.commands.lock),
    icon: Lock,
    shortcut: 'Ctrl+Shift+L',
    run: lockConsole,
  },
  {
    id: 'switch',
    title: (t) => t(($) => $.commands.switchUser),
    icon: UserRoundCog,
    run: signOut,
  },
  { id: 'sign-out', title: (t) => t(($) => $.commands.signOut), icon: LogOut, run: signOut },
  {
    id: 'dark',
    title: (t) => t(($) => $.commands.dark),
    icon: Moon,
    run: () => setPreferences({ theme: 'dark' }),
  },
  {
    id: 'light',
    title: (t) => t(($) => $.commands.light),
    icon: Sun,
    run: () => setPreferences({ theme: 'light' }),
  },
  {
    id: 'compact',
    title: (t) => t(($) => $.commands.compact),
    icon: Rows3,
    run: () => setPreferences({ density: 'compact' }),
  },
  {
    id: 'touch',
    title: (t) => t(($) => $.commands.touch),
    icon: Tablet,
    run: () => setPreferences({ density: 'touch' }),
  },
  {
    id: 'english',
    title: (t) => t(($) => $.commands.english),
    icon: Languages,
    run: () => setPreferences({ language: 'en' }),
  },
  {
    id: 'korean',
    title: (t) => t(($) => $.commands.korean),
    icon: Languages,
    run: () => setPreferences({ language: 'ko' }),
  },
  {
    id: 'japanese',
    title: (t) => t(($) => $.commands.japanese),
    icon: Languages,
    run: () => setPreferences({ language: 'ja' }),
  },
  {
    id: 'keyboard',
    title: (t) => t(($) => $.commands.keyboardHelp),
    icon: Keyboard,
    shortcut: 'F1',
    run: () => useShellState.setState({ helpOpen: true }),
  },
];
