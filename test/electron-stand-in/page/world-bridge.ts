import type { CloneCodec, Extension } from '../clone-codec.ts';

/** What both worlds of a page need from their global object. */
export interface PageWindow {
  addEventListener(type: string, listener: (event: { detail: string }) => void): void;
  dispatchEvent(event: unknown): boolean;
  CustomEvent: new (type: string, init: { detail: string }) => unknown;
}

/** One end of the wire between the preload's isolated world and the page's own world. */
export interface WorldBridge {
  /** Describes a value, leaving functions and promises behind as references. */
  wrap(value: unknown): string;
  /** Rebuilds a value whose functions and promises live in the other world. */
  unwrap(text: string): unknown;
  /** Sends a message; what the other world answers synchronously comes back. */
  ask(message: WorldMessage): string;
  /** Answers messages that are not about functions and promises. */
  onMessage(answer: (message: WorldMessage) => string): void;
}

/** What crosses between the worlds: a verb, a reference or name, and a described value. */
export type WorldMessage = [verb: string, reference: number | string, body: string];

/**
 * Makes an end. The two worlds share the document but no objects, so messages travel as the text
 * of DOM events, which are delivered synchronously. Self-contained: its source runs in the page.
 */
export function createWorldBridge(
  page: PageWindow,
  codec: CloneCodec,
  outbound: string,
  inbound: string,
): WorldBridge {
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const waiting = new Map<
    number,
    { resolve(value: unknown): void; reject(value: unknown): void }
  >();
  let lastReference = 0;
  let answerOther: ((message: WorldMessage) => string) | null = null;
  let reply = '';

  const send = (message: unknown): void => {
    page.dispatchEvent(new page.CustomEvent(outbound, { detail: JSON.stringify(message) }));
  };

  const ask: WorldBridge['ask'] = (message) => {
    reply = '';
    send(message);
    return reply;
  };

  const describe = (value: unknown): Extension | undefined => {
    if (typeof value === 'function') {
      functions.set(++lastReference, value as (...args: unknown[]) => unknown);
      return ['function', lastReference];
    }
    if (value instanceof Promise) {
      const reference = ++lastReference;
      value.then(
        (result: unknown) => send(['settle', reference, wrap(['resolve', result])]),
        (error: unknown) => send(['settle', reference, wrap(['reject', error])]),
      );
      return ['promise', reference];
    }
    return undefined;
  };

  const wrap = (value: unknown): string => codec.encode(value, describe);

  const revive = ([tag, reference]: Extension): unknown => {
    if (tag === 'promise') {
      return new Promise((resolve, reject) =>
        waiting.set(reference as number, { resolve, reject }),
      );
    }
    return (...args: unknown[]): unknown => {
      const [outcome, value] = unwrap(ask(['call', reference as number, wrap(args)])) as [
        string,
        unknown,
      ];
      if (outcome === 'threw') throw value;
      return value;
    };
  };

  const unwrap = (text: string): unknown => codec.decode(text, revive);

  const call = (reference: number, body: string): string => {
    try {
      return wrap(['returned', functions.get(reference)?.(...(unwrap(body) as unknown[]))]);
    } catch (error) {
      return wrap(['threw', error]);
    }
  };

  const settle = (reference: number, body: string): void => {
    const [outcome, value] = unwrap(body) as ['resolve' | 'reject', unknown];
    waiting.get(reference)?.[outcome](value);
    waiting.delete(reference);
  };

  page.addEventListener(inbound, ({ detail }) => {
    const [verb, reference, body] = JSON.parse(detail) as WorldMessage;
    if (verb === 'reply') reply = body;
    else if (verb === 'settle') settle(reference as number, body);
    else if (verb === 'call') send(['reply', reference, call(reference as number, body)]);
    else send(['reply', reference, answerOther?.([verb, reference, body]) ?? '']);
  });

  return {
    wrap,
    unwrap,
    ask,
    onMessage: (answer) => {
      answerOther = answer;
    },
  };
}
