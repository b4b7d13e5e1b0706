import { app, Menu, Tray } from 'electron';
import type { DesktopTexts } from './texts.ts';
import type { Windows } from './windows.ts';

/** The icon beside the clock. */
export interface AlarmTray extends Disposable {
  /** Shows how many alarms nobody has acknowledged. */
  count(unacknowledged: number): void;
}

/** Puts the icon beside the clock. */
export function openTray(icon: string, windows: Windows, texts: DesktopTexts): AlarmTray {
  const tray = new Tray(icon);
  tray.setToolTip(texts.tray(0));
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { id: 'open', label: texts.open, click: () => windows.focus() },
      { type: 'separator' },
      { id: 'quit', label: texts.quit, click: () => app.quit() },
    ]),
  );
  tray.on('click', () => windows.focus());
  return {
    count(unacknowledged) {
      tray.setToolTip(texts.tray(unacknowledged));
      app.setBadgeCount(unacknowledged);
    },
    [Symbol.dispose]: () => tray.destroy(),
  };
}
