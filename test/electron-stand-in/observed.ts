import type { Menu } from './menu.ts';
import type { Notification } from './notification.ts';
import type { Tray } from './tray.ts';

/** A dialog that the application showed, and what it was asked. */
export interface ShownDialog {
  readonly method: string;
  readonly options: unknown;
}

/** What an application did to the desktop around it, for tests to look at. */
export const observed = {
  /** Shown notifications, oldest first; `emit('click')` does what a person's click would. */
  notifications: [] as Notification[],
  /** Tray icons that exist. */
  trays: new Set<Tray>(),
  /** The application menu, or null. */
  applicationMenu: null as Menu | null,
  /** Context menus shown, oldest first. */
  poppedUpMenus: [] as Menu[],
  /** Addresses handed to the system's browser. */
  openedExternally: [] as string[],
  /** Paths handed to the system's file manager or their own programs. */
  openedPaths: [] as string[],
  /** Dialogs shown, oldest first. */
  dialogs: [] as ShownDialog[],
  /** What the next dialogs answer, in order; a dialog without an answer is cancelled. */
  dialogAnswers: [] as unknown[],
  /** Process id (and process group) of Chromium, and the folder of its profile. */
  chromium: { pid: 0, profile: '' },
};
