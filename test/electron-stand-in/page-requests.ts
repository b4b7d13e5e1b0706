import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts';
import type { CdpSession } from './cdp.ts';
import { fromChromium, handlerFor, headerToChromium, toChromium } from './protocol.ts';
import { session as sessions } from './session.ts';

type Paused = Protocol.Fetch.requestPausedPayload;

/** What the requests of a page have to ask its window. */
export interface RequestOwner {
  readonly webContentsId: number;
  readonly mainFrameId: string;
  /** Whether the main frame may go to an address; `redirected` when a server sent it there. */
  mayNavigate(address: string, redirected: boolean): Promise<boolean>;
}

/** Serves the custom schemes of a page, and stops the navigations that the application denies. */
export class PageRequests {
  readonly #session: CdpSession;
  readonly #owner: RequestOwner;

  constructor(session: CdpSession, owner: RequestOwner) {
    this.#session = session;
    this.#owner = owner;
  }

  /** Begins. */
  start(): void {
    this.#session.on('Fetch.requestPaused', (paused) => void this.#decide(paused));
    const patterns: Protocol.Fetch.RequestPattern[] = [
      { urlPattern: 'https://*invalid/*' },
      { urlPattern: '*', resourceType: 'Document' },
    ];
    if (sessions.defaultSession.webRequest.watchesHeaders) {
      patterns.push({ urlPattern: 'http*', requestStage: 'Response' });
    }
    this.#session.post('Fetch.enable', { patterns });
  }

  async #decide(paused: Paused): Promise<void> {
    const { requestId, request } = paused;
    if (paused.responseStatusCode !== undefined)
      return this.#showHeaders(paused, paused.responseStatusCode);
    const address = fromChromium(request.url);
    if (paused.resourceType === 'Document' && paused.frameId === this.#owner.mainFrameId) {
      const allowed = await this.#owner.mayNavigate(
        address,
        paused.redirectedRequestId !== undefined,
      );
      if (!allowed) {
        return this.#session.post('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      }
    }
    const handler = handlerFor(address);
    if (!handler) return this.#session.post('Fetch.continueRequest', { requestId });
    try {
      await this.#serve(requestId, await handler(toRequest(address, request)));
    } catch (error) {
      console.error(`The handler of ${address} failed:`, error);
      this.#session.post('Fetch.failRequest', { requestId, errorReason: 'Failed' });
    }
  }

  async #serve(requestId: string, response: Response): Promise<void> {
    if (response.type === 'error') {
      return this.#session.post('Fetch.failRequest', { requestId, errorReason: 'Failed' });
    }
    const body = Buffer.from(await response.arrayBuffer()).toString('base64');
    this.#session.post('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({
        name,
        value: headerToChromium(name, value),
      })),
      body,
    });
  }

  async #showHeaders({ requestId, request, ...rest }: Paused, statusCode: number): Promise<void> {
    const responseHeaders: Record<string, string[]> = {};
    for (const { name, value } of rest.responseHeaders ?? [])
      (responseHeaders[name] ??= []).push(value);
    const answer = await sessions.defaultSession.webRequest.headersReceived({
      id: 0,
      url: request.url,
      method: request.method,
      webContentsId: this.#owner.webContentsId,
      resourceType: rest.resourceType === 'Document' ? 'mainFrame' : 'other',
      referrer: request.headers['Referer'] ?? '',
      timestamp: Date.now(),
      statusLine: `HTTP/1.1 ${statusCode}`,
      statusCode,
      responseHeaders,
    });
    if (answer.cancel) {
      return this.#session.post('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    }
    this.#session.post('Fetch.continueResponse', {
      requestId,
      responseCode: statusCode,
      responseHeaders: Object.entries(answer.responseHeaders ?? responseHeaders).flatMap(
        ([name, values]) => [values].flat().map((value) => ({ name, value })),
      ),
    });
  }
}

function toRequest(
  address: string,
  { method, headers, postDataEntries }: Paused['request'],
): Request {
  const body = Buffer.concat(
    (postDataEntries ?? []).map(({ bytes }) => Buffer.from(bytes ?? '', 'base64')),
  );
  const names = new Headers(headers);
  for (const name of ['origin', 'referer']) {
    const value = names.get(name);
    if (value) names.set(name, fromChromium(value));
  }
  return new Request(address, {
    method,
    headers: names,
    ...(body.length > 0 ? { body } : {}),
  });
}

/** Sends a page of Chromium to one of the application's addresses. */
export function navigate(session: CdpSession, address: string): Promise<{ errorText?: string }> {
  return session.send('Page.navigate', { url: toChromium(address) });
}
