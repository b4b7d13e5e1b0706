import { standInFor } from './unimplemented.ts';

type SchemeHandler = (request: Request) => Response | Promise<Response>;

const privileged = new Map<string, Electron.Privileges>();
const handlers = new Map<string, SchemeHandler>();

/**
 * Chromium's DevTools cannot intercept custom schemes, so `app://host/path` is served as
 * `https://host.app.invalid/path`, a secure origin that no network resolves.
 */
function isCustom(scheme: string): boolean {
  return handlers.has(scheme) || privileged.has(scheme);
}

/** The address under which Chromium knows an address of the application. */
export function toChromium(address: string): string {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(address);
  const [, scheme = '', host = '', rest = ''] = parts ?? [];
  if (!isCustom(scheme.toLowerCase())) return address;
  const origin = `https://${host === '' ? '' : `${host}.`}${scheme.toLowerCase()}.invalid`;
  return origin + (rest.startsWith('/') ? rest : `/${rest}`);
}

/** The application's address of what Chromium knows under `address`. */
export function fromChromium(address: string): string {
  const parts = /^https:\/\/(?:([^/?#]*)\.)?([a-z0-9+-]+)\.invalid(?=[/?#]|$)(.*)$/i.exec(address);
  const [, host = '', scheme = '', rest = ''] = parts ?? [];
  return parts && isCustom(scheme) ? `${scheme}://${host}${rest}` : address;
}

const NAMES_ADDRESSES = new Set([
  'content-security-policy',
  'content-security-policy-report-only',
  'access-control-allow-origin',
  'location',
]);

/** Translates the custom schemes that a response header may name. */
export function headerToChromium(name: string, value: string): string {
  if (!NAMES_ADDRESSES.has(name.toLowerCase())) return value;
  return value
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s;,'"]+/gi, (address) =>
      toChromium(address).replace(/\/$/, address.endsWith('/') ? '/' : ''),
    )
    .replace(/(^|\s)([a-z][a-z0-9+.-]*):(?=\s|;|$)/gi, (source, before: string, scheme: string) =>
      isCustom(scheme) ? `${before}https://*.${scheme}.invalid` : source,
    );
}

/** The handler that serves an address, if the application handles its scheme. */
export function handlerFor(address: string): SchemeHandler | undefined {
  return handlers.get(address.slice(0, address.indexOf(':')));
}

class Protocol extends standInFor('protocol') {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    for (const { scheme, privileges } of schemes) privileged.set(scheme, privileges ?? {});
  }

  /** What was registered as privileged, for tests. */
  privilegesOf(scheme: string): Electron.Privileges | undefined {
    return privileged.get(scheme);
  }

  handle(scheme: string, handler: SchemeHandler): void {
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    if (['http', 'https', 'file'].includes(scheme)) {
      throw new Error(`The Electron stand-in cannot take over the built-in scheme ${scheme}.`);
    }
    handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    handlers.delete(scheme);
  }

  isProtocolHandled(scheme: string): boolean {
    return handlers.has(scheme);
  }
}

/** Stands in for Electron's `protocol`, of the default session. */
export const protocol = new Protocol();
