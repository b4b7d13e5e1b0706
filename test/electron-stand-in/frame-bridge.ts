import { type CdpSession } from './cdp.ts';
import { type Envelope, MessagePortMain, type PortEnd } from './message-port.ts';

/** Name of the function that carries text from the preload's world to this process. */
export const BINDING = '__electronStandInSend';
/** Name of the function by which text reaches the preload's world. */
export const RECEIVER = '__electronStandInReceive';

const DELIVER = `function (lines) { globalThis.${RECEIVER}(lines); }`;

/** A message of the preload that is not about ports: its header, ports and described value. */
export interface FrameMessage {
  readonly header: readonly unknown[];
  readonly ports: readonly MessagePortMain[];
  readonly body: string;
}

/** The far end of a port that lives in a page. */
class PagePort implements PortEnd {
  readonly #bridge: FrameBridge;
  readonly #id: string;
  #local: PortEnd | null = null;

  constructor(bridge: FrameBridge, id: string) {
    this.#bridge = bridge;
    this.#id = id;
  }

  deliver({ body, ports }: Envelope): void {
    this.#bridge.send(['port', this.#id, this.#bridge.give(ports)], body);
  }

  disconnect(): void {
    this.#bridge.forget(this.#id);
    this.#bridge.send(['close', this.#id], '');
  }

  repeer(end: PortEnd): void {
    this.#local = end;
  }

  receive(envelope: Envelope): void {
    this.#local?.deliver(envelope);
  }

  gone(): void {
    this.#local?.disconnect();
  }
}

/**
 * Carries messages and ports between this process and one document's preload world. At most one
 * delivery is under way at a time; what is sent meanwhile goes together in the next.
 */
export class FrameBridge {
  /** Chromium's number for the preload world of this document. */
  readonly contextId: number;
  readonly #session: CdpSession;
  readonly #ports = new Map<string, PagePort>();
  #outbox: string[] = [];
  #delivering = false;
  #closed = false;
  #lastId = 0;

  constructor(session: CdpSession, contextId: number) {
    this.#session = session;
    this.contextId = contextId;
  }

  /** Sends one line to the preload world; a document that has gone receives nothing. */
  send(header: readonly unknown[], body: string): void {
    if (this.#closed) return;
    this.#outbox.push(`${JSON.stringify(header)}\n${body}`);
    if (!this.#delivering) {
      this.#delivering = true;
      queueMicrotask(() => void this.#deliver());
    }
  }

  /** Moves ports of this process into the page; returns their ids there. */
  give(ports: readonly MessagePortMain[]): string[] {
    return ports.map((port) => {
      const id = `main-${++this.#lastId}`;
      const end = new PagePort(this, id);
      this.#ports.set(id, end);
      port.moveTo(end);
      return id;
    });
  }

  /** Takes a line of the preload world; returns it unless it was about a port. */
  take(line: string): FrameMessage | null {
    const split = line.indexOf('\n');
    const header = JSON.parse(line.slice(0, split)) as unknown[];
    const body = line.slice(split + 1);
    const [verb, id, ids] = header as [string, string, string[]];
    if (verb === 'port') {
      this.#ports.get(id)?.receive({ body, ports: this.#accept(ids) });
      return null;
    }
    if (verb === 'close') {
      this.#ports.get(id)?.gone();
      this.#ports.delete(id);
      return null;
    }
    return { header, ports: verb === 'send' ? this.#accept(ids) : [], body };
  }

  /** Stops carrying for a port. */
  forget(id: string): void {
    this.#ports.delete(id);
  }

  /** The document has gone: every port it held is disconnected. */
  close(): void {
    this.#closed = true;
    for (const port of this.#ports.values()) port.gone();
    this.#ports.clear();
  }

  #accept(ids: readonly string[]): MessagePortMain[] {
    return ids.map((id) => {
      const end = new PagePort(this, id);
      const port = new MessagePortMain();
      this.#ports.set(id, end);
      end.repeer(port);
      port.repeer(end);
      return port;
    });
  }

  async #deliver(): Promise<void> {
    while (this.#outbox.length > 0 && !this.#closed) {
      const lines = this.#outbox.splice(0, 1000);
      const command = this.#session.send('Runtime.callFunctionOn', {
        functionDeclaration: DELIVER,
        executionContextId: this.contextId,
        arguments: [{ value: lines }],
      });
      const answer = await command.catch(() => null);
      if (answer?.exceptionDetails) console.error(describeException(answer.exceptionDetails));
    }
    this.#delivering = false;
  }
}

function describeException(details: {
  text: string;
  exception?: { description?: string };
}): string {
  return `A preload listener threw: ${details.exception?.description ?? details.text}`;
}
