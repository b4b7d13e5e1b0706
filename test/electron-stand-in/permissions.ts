import { targets } from './targets.ts';
import { PERMISSIONS, session } from './session.ts';
import { toChromium } from './protocol.ts';

/**
 * Asks the application about every permission before a document loads, and tells Chromium, whose
 * DevTools have no question to answer while a page asks.
 */
export async function settlePermissions(
  webContents: Electron.WebContents,
  address: string,
): Promise<void> {
  if (!/^https?:/.test(toChromium(address))) return;
  const { origin } = new URL(toChromium(address));
  const names = Object.keys(PERMISSIONS) as (keyof typeof PERMISSIONS)[];
  await Promise.all(
    names.map(async (permission) => {
      const granted = await session.defaultSession.decides(webContents, permission, address);
      const setting = granted ? 'granted' : 'denied';
      await targets().setPermission(PERMISSIONS[permission], setting, origin);
    }),
  );
}
