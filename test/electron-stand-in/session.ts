import { protocol } from './protocol.ts';
import { standInFor } from './unimplemented.ts';

type Real = Electron.Session;
type RequestHandler = Parameters<Real['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Real['setPermissionCheckHandler']>[0];
type DeviceHandler = Parameters<Real['setDevicePermissionHandler']>[0];
type HeadersListener = (
  details: Electron.OnHeadersReceivedListenerDetails,
  callback: (response: Electron.HeadersReceivedResponse) => void,
) => void;

/** Electron's names of permissions, with Chromium's where the stand-in passes the decision on. */
export const PERMISSIONS = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  media: 'microphone',
  midi: 'midi',
  'clipboard-read': 'clipboard-read',
  'idle-detection': 'idle-detection',
  'window-management': 'window-management',
  'screen-wake-lock': 'screen-wake-lock',
} as const;

class WebRequest extends standInFor('session.webRequest') {
  #headersListener: HeadersListener | null = null;

  onHeadersReceived(...args: [unknown, (HeadersListener | null)?]): void {
    const last = args.at(-1);
    this.#headersListener = typeof last === 'function' ? (last as HeadersListener) : null;
  }

  /** Whether responses have to be shown to the application. */
  get watchesHeaders(): boolean {
    return this.#headersListener !== null;
  }

  /** Shows a response to the application and returns what it makes of it. */
  headersReceived(
    details: Electron.OnHeadersReceivedListenerDetails,
  ): Promise<Electron.HeadersReceivedResponse> {
    return new Promise((resolve) => {
      if (this.#headersListener) this.#headersListener(details, resolve);
      else resolve({});
    });
  }
}

interface PermissionHandlers {
  request: RequestHandler;
  check: CheckHandler;
  device: DeviceHandler;
}

class Session extends standInFor('session.defaultSession') {
  readonly webRequest = new WebRequest();
  readonly protocol = protocol;
  readonly #handlers: PermissionHandlers = {
    request: null,
    check: null,
    device: null,
  };

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#handlers.request = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#handlers.check = handler;
  }

  setDevicePermissionHandler(handler: DeviceHandler): void {
    this.#handlers.device = handler;
  }

  /** What the application registered, for tests that call the handlers. */
  get permissionHandlers(): Readonly<PermissionHandlers> {
    return this.#handlers;
  }

  /** Asks the application whether a page may have a permission. Electron grants without handlers. */
  async decides(
    webContents: Electron.WebContents,
    permission: keyof typeof PERMISSIONS,
    requestingUrl: string,
  ): Promise<boolean> {
    const { request, check } = this.#handlers;
    const details = { isMainFrame: true, requestingUrl };
    if (check && !check(webContents, permission, requestingUrl, details)) return false;
    if (!request) return true;
    return new Promise((resolve) => request(webContents, permission, resolve, details));
  }
}

class Sessions extends standInFor('session') {
  readonly defaultSession = new Session();
}

/** Stands in for Electron's `session`; there is only the default session. */
export const session = new Sessions();
