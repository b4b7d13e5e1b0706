/** An application's decision about windows that its pages open. */
export type OpenHandler = (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse;

/** What a page wants to open. */
export interface OpenRequest {
  readonly url: string;
  readonly frameName: string;
  readonly features: string;
  /** Address of the page that asks. */
  readonly opener: string;
}

/** Asks the application. The window stays closed even if it agrees, which is said aloud. */
export function decideOpening(handler: OpenHandler, request: OpenRequest): void {
  const { url, frameName, features, opener } = request;
  const decision = handler({
    url,
    frameName,
    features,
    disposition: features === '' ? 'foreground-tab' : 'new-window',
    referrer: { url: opener, policy: 'strict-origin-when-cross-origin' },
  });
  if (decision.action === 'deny') return;
  console.error(`The Electron stand-in cannot open ${url}: a setWindowOpenHandler has to deny it.`);
}
