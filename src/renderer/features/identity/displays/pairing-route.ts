/** Where a browser is paired as a wall display; the one-time code of a link stays behind the `#`. */
export const pairingRoute = '/display/:code?';

/** The address to open on a display, with the code of a link. */
export const pairingAddress = (origin: string, code?: string): string =>
  `${origin}/#/display${code === undefined ? '' : `/${code}`}`;
