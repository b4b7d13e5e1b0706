import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One delivery as another application got it. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly resource: { readonly id: string; readonly code: string } | null;
    readonly data: Readonly<Record<string, unknown>>;
  };
  /** The signature fits key, body and moment. */
  readonly genuine: boolean;
}

/** How the application answers a delivery: at once by 200 unless told otherwise. */
export type Answer = (response: ServerResponse, received: Received) => void;

/** Another application: it checks what it gets as `docs/webhooks.md` says, and keeps it in order. */
export interface SyncReceiver extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
  /** Checks signatures with this key. */
  trust(secret: string): void;
  answer(how: Answer): void;
}

/** Answers 200. */
export const accept: Answer = (response) => void response.end('ok');

/** Answers with a status and a text. */
export const answering =
  (status: number, text = 'no'): Answer =>
  (response) =>
    void response.writeHead(status).end(text);

/** Seconds by which the moment of a signature may differ from now. */
const TOLERANCE = 300;

function isGenuine(secret: string, header: unknown, body: string): boolean {
  const [, at = '', digest = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(header)) ?? [];
  if (Math.abs(Date.now() / 1000 - Number(at)) > TOLERANCE) return false;
  const expected = createHmac('sha256', secret).update(`${at}.${body}`).digest();
  return timingSafeEqual(expected, Buffer.from(digest.padEnd(64, '0'), 'hex'));
}

/** Starts one on this machine. */
export async function startReceiver(port = 0): Promise<SyncReceiver> {
  const received: Received[] = [];
  let secret = '';
  let answer = accept;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      const { headers } = request;
      const delivery: Received = {
        headers,
        body,
        event: JSON.parse(body) as Received['event'],
        genuine: isGenuine(secret, headers['x-signalbox-signature'], body),
      };
      received.push(delivery);
      answer(response, delivery);
    });
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    trust: (key) => void (secret = key),
    answer: (how) => void (answer = how),
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}
