import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers one kind of request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Answers JSON that no cache keeps. Everything that is not a file of the renderer goes this way. */
export function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

/** Refuses a request in one sentence, and drops what is left of its body. */
export function refuse(response: ServerResponse, status: number, message: string): void {
  if (!response.req.readableEnded) response.setHeader('Connection', 'close');
  answerJson(response, status, { message });
}

const SMALL_BODY = 4096;

/** Reads a small JSON body. `null` when it is larger than 4 KiB or not JSON. */
export async function readSmallJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > SMALL_BODY) return null;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
