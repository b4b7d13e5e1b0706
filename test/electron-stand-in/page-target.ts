import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import type { CdpSession } from './cdp.ts';
import { BINDING, FrameBridge, type FrameMessage, RECEIVER } from './frame-bridge.ts';
import { PRELOAD_WORLD, pageScripts } from './page/page-scripts.ts';
import { PageRequests, type RequestOwner } from './page-requests.ts';
import type { Target } from './targets.ts';

/** What happens to a page, told to its window. */
export interface PageEvents extends Omit<RequestOwner, 'mainFrameId'> {
  loadStarted(): void;
  committed(url: string): void;
  domReady(): void;
  loaded(): void;
  titled(title: string): void;
  crashed(): void;
  logged(level: string, text: string): void;
  received(message: FrameMessage, bridge: FrameBridge): void;
  preloadFailed(path: string, error: Error): void;
}

function readPreload(
  path: string | undefined,
  onError: (path: string, error: Error) => void,
): string {
  if (path === undefined) return '';
  try {
    const source = readFileSync(path, 'utf8');
    compileFunction(source, ['require', 'module', 'exports', 'process'], { filename: path });
    return source;
  } catch (error) {
    onError(path, error as Error);
    return '';
  }
}

/** Drives one page of Chromium: its preload world, its requests and its events. */
export class PageTarget {
  readonly id: string;
  readonly session: CdpSession;
  /** Settles when everything above is in force: Chromium would let a navigation overtake it. */
  readonly prepared: Promise<unknown>;
  readonly #events: PageEvents;
  #bridge: FrameBridge | null = null;
  #requested = new Set<string>();

  constructor(target: Target, events: PageEvents, preload: string | undefined) {
    this.id = target.id;
    this.session = target.session;
    this.#events = events;
    this.#listenToWorlds();
    this.#listenToLoading();
    this.session.post('Page.enable');
    this.session.post('Runtime.enable');
    this.session.post('Inspector.enable');
    this.#installScripts(preload);
    new PageRequests(this.session, this.#requestOwner()).start();
    this.prepared = this.session.send('Runtime.evaluate', { expression: '0' });
  }

  /** The current document's connection, if its preload world exists. */
  get bridge(): FrameBridge | null {
    return this.#bridge;
  }

  /** Whether the page itself asked for this navigation, rather than the application or a test. */
  async askedByPage(chromiumUrl: string): Promise<boolean> {
    for (let patience = 0; patience < 3 && !this.#requested.has(chromiumUrl); patience += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this.#requested.delete(chromiumUrl);
  }

  /** Runs code in the page's own world and returns its value; throws what the code throws. */
  async evaluate(code: string): Promise<unknown> {
    const { result, exceptionDetails: thrown } = await this.session.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    });
    if (thrown) throw new Error(thrown.exception?.description ?? thrown.text);
    return result.value as unknown;
  }

  /** The page has gone. */
  close(): void {
    this.#dropBridge();
  }

  #requestOwner(): RequestOwner {
    const { webContentsId } = this.#events;
    const mayNavigate: RequestOwner['mayNavigate'] = (address, redirected) =>
      this.#events.mayNavigate(address, redirected);
    return { webContentsId, mainFrameId: this.id, mayNavigate };
  }

  #installScripts(preload: string | undefined): void {
    const source = readPreload(preload, (path, error) => this.#events.preloadFailed(path, error));
    const settings = {
      binding: BINDING,
      receiver: RECEIVER,
      process: rendererProcess(),
      preload: preload ?? '',
    };
    const scripts = pageScripts(settings, source);
    this.session.post('Runtime.addBinding', { name: BINDING, executionContextName: PRELOAD_WORLD });
    this.session.post('Page.addScriptToEvaluateOnNewDocument', { source: scripts.mainWorld });
    this.session.post('Page.addScriptToEvaluateOnNewDocument', {
      source: scripts.preloadWorld,
      worldName: PRELOAD_WORLD,
    });
  }

  #listenToWorlds(): void {
    this.session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string };
      if (context.name !== PRELOAD_WORLD || frameId !== this.id) return;
      this.#dropBridge();
      this.#bridge = new FrameBridge(this.session, context.id);
    });
    this.session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (this.#bridge?.contextId === executionContextId) this.#dropBridge();
    });
    this.session.on('Runtime.executionContextsCleared', () => this.#dropBridge());
    this.session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name !== BINDING || this.#bridge?.contextId !== executionContextId) return;
      const message = this.#bridge.take(payload);
      if (message) this.#events.received(message, this.#bridge);
    });
    this.session.on('Runtime.exceptionThrown', ({ exceptionDetails: { exception, text } }) => {
      this.#events.logged('error', exception?.description ?? text);
    });
    this.session.on('Runtime.consoleAPICalled', ({ type, args }) => {
      const text = args.map((arg) => String(arg.value ?? arg.description ?? '')).join(' ');
      this.#events.logged(type, text);
    });
  }

  #listenToLoading(): void {
    this.session.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      if (frameId === this.id) this.#requested.add(url);
    });
    this.session.on('Page.frameStartedLoading', ({ frameId }) => {
      if (frameId === this.id) this.#events.loadStarted();
    });
    this.session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id !== this.id) return;
      this.#requested.clear();
      this.#events.committed(frame.url + (frame.urlFragment ?? ''));
    });
    this.session.on('Page.domContentEventFired', () => this.#events.domReady());
    this.session.on('Page.loadEventFired', () => {
      this.#events.loaded();
      void this.#readTitle();
    });
    this.session.on('Inspector.targetCrashed', () => {
      this.#dropBridge();
      this.#events.crashed();
    });
  }

  async #readTitle(): Promise<void> {
    const question = this.session.send('Runtime.evaluate', { expression: 'document.title' });
    const answer = await question.catch(() => null);
    if (answer) this.#events.titled(String(answer.result.value ?? ''));
  }

  #dropBridge(): void {
    this.#bridge?.close();
    this.#bridge = null;
  }
}

function rendererProcess(): Record<string, unknown> {
  const { platform, arch, versions, argv } = process;
  return {
    platform,
    arch,
    versions,
    argv,
    env: {},
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
  };
}
