import { session, shell, type WebContents } from 'electron';
import type { Log } from '#platform/log/log.ts';
import { isOwnAddress } from './app-address.ts';

/** The only places on the network that the system's browser is sent to. */
const externalHosts: ReadonlySet<string> = new Set(['www.postgresql.org']);

/** Whether an address may be given to the system's browser: https, an exact host, no account. */
export function mayOpenExternally(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === 'https:' && externalHosts.has(host) && username === '' && password === '';
}

/** Keeps a page where it is: it neither leaves, nor opens windows, nor embeds others. */
export function guardContents(contents: WebContents, log: Log): void {
  contents.on('will-navigate', (event) => {
    if (isOwnAddress(event.url)) return;
    event.preventDefault();
    log.warn('A page tried to leave the console', { address: schemeOf(event.url) });
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenExternally(url)) {
      shell
        .openExternal(url)
        .catch((error: unknown) => log.error('The browser could not be opened', error));
    } else log.warn('A page tried to open a window', { address: schemeOf(url) });
    return { action: 'deny' };
  });
}

/** An address may carry what nobody should read in a log. */
const schemeOf = (address: string): string => address.slice(0, address.indexOf(':') + 1);

/** Denies pages everything that a browser would ask a person about. */
export function denyPermissions(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
}
