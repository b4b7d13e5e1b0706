import type { Readable, Writable } from 'node:stream';
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts';

/** One call's parameters and answer, as Chromium's DevTools protocol defines them. */
type Commands = Protocol.CommandParameters;
type Answers = Protocol.CommandReturnValues;
type Events = Protocol.Events;

interface Answer {
  id?: number;
  method?: string;
  params?: unknown;
  sessionId?: string;
  result?: unknown;
  error?: { message: string };
}

interface Pending {
  method: string;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** Chromium refused a command, or went away before answering it. */
class CdpError extends Error {
  readonly code = 'CDP_COMMAND_FAILED';

  constructor(method: string, reason: string) {
    super(`Chromium did not carry out ${method}: ${reason}`);
    this.name = 'CdpError';
  }
}

/** Commands and events of one target (a page), or of the browser itself. */
export class CdpSession {
  readonly #listeners = new Map<string, Set<(params: never) => void>>();
  readonly #connection: CdpConnection;
  readonly #id: string | undefined;

  constructor(connection: CdpConnection, id: string | undefined) {
    this.#connection = connection;
    this.#id = id;
  }

  /** Sends a command and waits for its answer; rejects with CdpError. */
  send<M extends keyof Commands>(method: M, params?: Commands[M]): Promise<Answers[M]> {
    return this.#connection.request(method, params, this.#id) as Promise<Answers[M]>;
  }

  /** Sends a command whose failure can only mean that the target is gone, which has its own event. */
  post<M extends keyof Commands>(method: M, params?: Commands[M]): void {
    this.send(method, params).catch((error: unknown) => {
      if (process.env['SIGNALBOX_STAND_IN_LOG']) console.error(String(error));
    });
  }

  /** Listens to an event of this target. */
  on<E extends keyof Events>(event: E, listener: (params: Events[E]) => void): void {
    const known = this.#listeners.get(event) ?? new Set();
    known.add(listener);
    this.#listeners.set(event, known);
  }

  /** Called by the connection for each event of this target. */
  dispatch(method: string, params: unknown): void {
    for (const listener of this.#listeners.get(method) ?? []) listener(params as never);
  }
}

/** Chromium's DevTools protocol over the two pipes of `--remote-debugging-pipe`. */
export class CdpConnection {
  /** The browser itself. */
  readonly browser: CdpSession;
  readonly #sessions = new Map<string, CdpSession>();
  readonly #pending = new Map<number, Pending>();
  readonly #toChromium: Writable;
  readonly #parts: Buffer[] = [];
  #lastId = 0;

  constructor(toChromium: Writable, fromChromium: Readable, onClosed: () => void) {
    this.#toChromium = toChromium;
    this.browser = new CdpSession(this, undefined);
    toChromium.on('error', onClosed);
    fromChromium.on('data', (chunk: Buffer) => this.#take(chunk));
    fromChromium.on('close', () => {
      for (const { method, reject } of this.#pending.values()) {
        reject(new CdpError(method, 'the browser has closed'));
      }
      this.#pending.clear();
      onClosed();
    });
  }

  /** The session of an attached target, made on first use. */
  session(id: string): CdpSession {
    const known = this.#sessions.get(id) ?? new CdpSession(this, id);
    this.#sessions.set(id, known);
    return known;
  }

  /** Sends one command on the wire. */
  request(method: string, params: unknown, sessionId: string | undefined): Promise<unknown> {
    const id = ++this.#lastId;
    const answer = new Promise((resolve, reject) =>
      this.#pending.set(id, { method, resolve, reject }),
    );
    this.#toChromium.write(`${JSON.stringify({ id, method, params: params ?? {}, sessionId })}\0`);
    return answer;
  }

  #take(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      this.#parts.push(chunk.subarray(start, end));
      const text = Buffer.concat(this.#parts.splice(0)).toString();
      start = end + 1;
      this.#handle(JSON.parse(text) as Answer);
    }
    if (start < chunk.length) this.#parts.push(chunk.subarray(start));
  }

  #handle(message: Answer): void {
    if (message.id === undefined) {
      const target = message.sessionId ? this.#sessions.get(message.sessionId) : this.browser;
      target?.dispatch(message.method ?? '', message.params);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error) pending?.reject(new CdpError(pending.method, message.error.message));
    else pending?.resolve(message.result);
  }
}
