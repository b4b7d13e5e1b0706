import { fromChromium } from './protocol.ts';
import { type Shared, standInFor } from './unimplemented.ts';

/** Stands in for Electron's WebFrameMain; the stand-in knows only the main frame of a window. */
export class WebFrameMain extends standInFor('WebFrameMain') {
  readonly parent = null;
  readonly frames: Electron.WebFrameMain[] = [];
  readonly frameTreeNodeId: number;
  readonly routingId = 1;
  readonly processId: number;
  readonly name = '';
  readonly #send: Electron.WebContents['send'];
  readonly #postMessage: Electron.WebContents['postMessage'];
  #chromiumUrl = '';
  #detached = false;

  constructor(
    id: number,
    send: Electron.WebContents['send'],
    post: Electron.WebContents['postMessage'],
  ) {
    super();
    this.frameTreeNodeId = id;
    this.processId = id;
    this.#send = send;
    this.#postMessage = post;
  }

  get url(): string {
    return fromChromium(this.#chromiumUrl);
  }

  /** Scheme and host as Electron reports them; opaque origins are "null". */
  get origin(): string {
    const parts = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)/i.exec(this.url);
    return parts?.[1] ?? 'null';
  }

  get detached(): boolean {
    return this.#detached;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#send(channel, ...args);
  }

  postMessage(channel: string, message: unknown, transfer?: Electron.MessagePortMain[]): void {
    this.#postMessage(channel, message, transfer);
  }

  isDestroyed(): boolean {
    return this.#detached;
  }

  /** The frame shows another document. */
  moved(chromiumUrl: string): void {
    this.#chromiumUrl = chromiumUrl;
  }

  /** The frame has gone with its window. */
  gone(): void {
    this.#detached = true;
  }
}

({}) as WebFrameMain satisfies Shared<WebFrameMain, Electron.WebFrameMain>;
