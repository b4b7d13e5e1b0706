import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { DesktopTexts } from './texts.ts';
import type { Windows } from './windows.ts';

/** What the menu can do besides Electron's own roles. */
export interface MenuActions {
  readonly windows: Windows;
  readonly lock: () => void;
}

/**
 * Sets the application's menu: windows, lock, editing and size. No reload and no developer tools; the
 * console has its own keys, and these would only lose a person's place.
 */
export function setMenu({ windows, lock }: MenuActions, texts: DesktopTexts): void {
  const own: MenuItemConstructorOptions[] =
    process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...own,
      {
        label: texts.file,
        submenu: [
          {
            id: 'new-window',
            label: texts.newWindow,
            accelerator: 'CmdOrCtrl+Shift+N',
            click: () => windows.open(),
          },
          { id: 'lock', label: texts.lock, accelerator: 'CmdOrCtrl+Shift+L', click: lock },
          { type: 'separator' },
          { id: 'quit', label: texts.quit, accelerator: 'CmdOrCtrl+Q', click: () => app.quit() },
        ],
      },
      { label: texts.edit, role: 'editMenu' },
      {
        label: texts.view,
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { type: 'separator' },
          { label: texts.fullScreen, role: 'togglefullscreen' },
        ],
      },
    ]),
  );
}
