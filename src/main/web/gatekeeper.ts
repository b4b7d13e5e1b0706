import type { IncomingMessage } from 'node:http';
import { CSRF_HEADER } from '#contract/wire.ts';
import type { Clock } from '#platform/clock/clock.ts';
import { type Bucket, tokenBucket } from '#platform/rpc/admission.ts';
import type { AllowedOrigins, Exposure } from './exposure.ts';

/** Why a request goes no further. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

const misdirected = { status: 421, message: 'This server does not answer to that host name.' };
const foreign = { status: 403, message: 'The request does not come from this console.' };

/** Refuses names this server does not go by: that is what a rebound DNS name looks like. */
export function hostRefusal(request: IncomingMessage, { hosts }: AllowedOrigins): Refusal | null {
  return hosts.has(request.headers.host ?? '') ? null : misdirected;
}

/** Refuses what does not come from a page of this server. Browsers always send `Origin` here. */
export function originRefusal(request: IncomingMessage, allowed: AllowedOrigins): Refusal | null {
  return allowed.origins.has(request.headers.origin ?? '') ? null : foreign;
}

/** Refuses changes that a page elsewhere could have caused with the browser's own cookie. */
export function forgeryRefusal(request: IncomingMessage, allowed: AllowedOrigins): Refusal | null {
  return originRefusal(request, allowed) ?? (request.headers[CSRF_HEADER] === '1' ? null : foreign);
}

/** The network address of the other end; behind a proxy, the one the proxy names last. */
export function addressOf(request: IncomingMessage, exposure: Exposure): string {
  const direct = request.socket.remoteAddress ?? 'unknown';
  if (exposure.kind !== 'proxy') return direct;
  return request.headers['x-forwarded-for']?.toString().split(',').at(-1)?.trim() || direct;
}

const MOST_ADDRESSES = 10_000;

/** Holds every network address to `perSecond` requests with a `burst`, and answers the refusal. */
export function addressLimit(clock: Clock, perSecond: number, burst: number) {
  const buckets = new Map<string, Bucket>();
  return (address: string): Refusal | null => {
    if (buckets.size >= MOST_ADDRESSES) buckets.clear();
    const bucket = buckets.get(address) ?? tokenBucket(clock, perSecond, burst);
    buckets.set(address, bucket);
    return bucket.take().allowed ? null : { status: 429, message: 'Too many requests; wait.' };
  };
}
