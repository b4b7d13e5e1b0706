import { lookup as resolve, type LookupAddress } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type AddressPolicy, mayPostTo } from './address-policy.ts';

/** A text to be posted to an address that a person typed. */
export interface GuardedPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly allowPrivate: boolean;
  /** From the start to the end of the answer. Milliseconds. */
  readonly timeoutMs: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/** What came of it. */
export type PostOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Its beginning, as text; control characters are gone. */
      readonly answer: string;
    }
  | { readonly kind: 'unanswered'; readonly error: string };

/** An answer is read up to here and then cut off. Bytes. */
const LONGEST_ANSWER = 65_536;
/** So much of an answer is worth keeping. UTF-16 code units. */
const KEPT_ANSWER = 1000;

/** The host resolves to where nothing may be posted to. */
class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'ADDRESS_REFUSED';
  constructor() {
    super('The address lies where nothing may be posted to.');
  }
}

/**
 * Resolves and checks in one step, so that a name cannot point elsewhere between check and use. One
 * forbidden address among several refuses them all.
 */
const guardedLookup =
  (policy: AddressPolicy): LookupFunction =>
  (host, options, answer) => {
    resolve(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const [first] = found ?? [];
      if (error) return answer(error, '');
      if (!first || !found.every(({ address }) => mayPostTo(address, policy))) {
        return answer(new AddressRefused(), '');
      }
      return options.all ? answer(null, found) : answer(null, first.address, first.family);
    });
  };

/** The words of a failure without addresses and ports, which are the network's own business. */
function reasonOf(error: unknown): string {
  const { name = '', code = '' } = error as { name?: string; code?: string };
  if (name === 'TimeoutError') return 'No answer in time.';
  if (name === 'AddressRefused') return (error as Error).message;
  return code === '' ? 'The connection failed.' : `The connection failed (${code}).`;
}

async function beginningOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size >= LONGEST_ANSWER) break;
  }
  const text = Buffer.concat(parts).toString('utf8');
  return text
    .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, KEPT_ANSWER);
}

/**
 * Posts to an address that a person typed. Names are resolved and checked at connecting; redirects are
 * not followed; certificates are verified; the answer is cut off when it is long or late. Never throws.
 */
export async function guardedPost(post: GuardedPost): Promise<PostOutcome> {
  const url = new URL(post.url);
  const policy = { allowPrivate: post.allowPrivate, secure: url.protocol === 'https:' };
  const literal = url.hostname.replaceAll(/^\[|\]$/g, '');
  if (isIP(literal) && !mayPostTo(literal, policy)) {
    return { kind: 'unanswered', error: reasonOf(new AddressRefused()) };
  }
  const signal = AbortSignal.any([post.signal, AbortSignal.timeout(post.timeoutMs)]);
  const { promise, resolve: done, reject } = Promise.withResolvers<IncomingMessage>();
  const request = (policy.secure ? https : http).request(url, {
    method: 'POST',
    headers: { ...post.headers, 'Content-Length': String(Buffer.byteLength(post.body)) },
    lookup: guardedLookup(policy),
    // A connection of its own: one that another policy opened must not be used again.
    agent: false,
    signal,
  });
  request.once('response', done);
  request.on('error', reject);
  request.end(post.body);
  try {
    const response = await promise;
    const answer = await beginningOf(response);
    return { kind: 'answered', status: response.statusCode ?? 0, answer };
  } catch (error) {
    return { kind: 'unanswered', error: reasonOf(signal.aborted ? signal.reason : error) };
  } finally {
    request.destroy();
  }
}
