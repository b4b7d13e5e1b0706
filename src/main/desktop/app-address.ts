/** Scheme of everything that a window loads. */
export const APP_SCHEME = 'app';

/** Origin of the console's pages. */
export const APP_ORIGIN = `${APP_SCHEME}://console`;

/** Address of the console. */
export const APP_URL = `${APP_ORIGIN}/index.html`;

/** Whether an address is one of the console's own pages. */
export function isOwnAddress(address: string): boolean {
  return address === APP_ORIGIN || address.startsWith(`${APP_ORIGIN}/`);
}
