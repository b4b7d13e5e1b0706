import type { z } from 'zod';
import type { readerLinkRow, readerTraceEntry } from '#contract/identity/readers.ts';
import { liveRows } from '#platform/changes/live-rows.ts';
import type { Change } from '#platform/changes/changes.ts';
import type { Platform } from '#platform/platform.ts';
import type { Actor } from '#platform/rpc/context.ts';
import type { LinkStatus } from '#platform/serial/link-state.ts';
import type { Trace, TraceEntry } from '#platform/serial/trace.ts';
import { lastFour } from '../badges/badge-hmac.ts';
import { refusal } from '../refusal.ts';
import type { BadgeRead, BadgeReads } from './badge-reads.ts';
import { eventQueue } from '#platform/changes/event-queue.ts';
import type { ReaderLinks } from './reader-links.ts';
import { listReaders, type ReaderRow } from './readers.queries.ts';

type LinkRow = z.infer<typeof readerLinkRow>;
type TraceRow = z.infer<typeof readerTraceEntry>;

/** One read as a screen is told of it: without the number. */
export interface ReadNotice {
  readonly readId: string;
  readonly readerId: string;
  readonly readerName: string;
  readonly technology: BadgeRead['technology'];
  readonly lastFour: string;
  readonly at: string;
}

/** What readers say, live. */
export interface ReaderStreams {
  links(actor: Actor, signal: AbortSignal): ReturnType<typeof liveRows<LinkRow>>;
  trace(readerId: string, signal: AbortSignal): AsyncGenerator<TraceRow>;
  /** Reads at the readers that serve a workstation. */
  reads(
    workstation: string,
    purposes: readonly BadgeRead['purpose'][],
    signal: AbortSignal,
  ): AsyncGenerator<ReadNotice>;
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

function linkRow(reader: ReaderRow, status: LinkStatus | null, here: boolean, now: Date): LinkRow {
  const idle = !reader.isActive ? 'disabled' : here ? 'down' : 'elsewhere';
  const state = status?.state;
  return {
    readerId: reader.id,
    state: state?.kind ?? idle,
    since: (state?.kind === 'up' ? state.since : now).toISOString(),
    problem: state?.kind === 'down' ? state.reason.message : null,
    checkBaud: status?.checkBaud ?? false,
    bytes: status?.counters.bytesIn ?? 0,
    frames: status?.counters.goodFrames ?? 0,
    badFrames: sum(status?.counters.badFrames ?? {}),
    reconnects: status?.counters.reconnects ?? 0,
  };
}

function traceRow(entry: TraceEntry, status: LinkStatus | null): TraceRow {
  return {
    at: entry.at.toISOString(),
    kind: entry.kind,
    hex: entry.raw,
    decoded: entry.text,
    bytes: status?.counters.bytesIn ?? 0,
    frames: status?.counters.goodFrames ?? 0,
    badFrames: sum(status?.counters.badFrames ?? {}),
    checkBaud: status?.checkBaud ?? false,
  };
}

async function* followTrace(
  trace: Trace,
  status: () => LinkStatus | null,
  signal: AbortSignal,
): AsyncGenerator<TraceRow> {
  const queue = eventQueue<TraceEntry>(signal);
  const listening = trace.subscribe(queue.push);
  signal.addEventListener('abort', () => listening[Symbol.dispose](), { once: true });
  for (const entry of trace.entries().slice(-100)) yield traceRow(entry, status());
  for await (const entry of queue.drain()) yield traceRow(entry, status());
}

/** Puts changes of links in this process beside changes of the settings. */
function merged(platform: Platform, links: ReaderLinks): Platform['changes'] {
  return {
    watch(topics, signal) {
      const queue = eventQueue<{ kind: 'changes'; changes: readonly Change[] } | { kind: 'gap' }>(
        signal,
      );
      const listening = links.onStatus((id) =>
        queue.push({ kind: 'changes', changes: [{ topic: 'identity.readers', ids: [id] }] }),
      );
      signal.addEventListener('abort', () => listening[Symbol.dispose](), { once: true });
      void (async () => {
        for await (const batch of platform.changes.watch(topics, signal)) queue.push(batch);
      })();
      return queue.drain();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const key = ({ readerId }: LinkRow) => readerId;

/** Makes the streams. */
export function createReaderStreams(
  platform: Platform,
  links: ReaderLinks,
  reads: BadgeReads,
): ReaderStreams {
  const { database, clock, host } = platform;
  return {
    links(actor, signal) {
      const load = async (ids: readonly string[] | null): Promise<LinkRow[]> => {
        const rows = await database.asUser(actor, listReaders);
        return rows
          .filter(({ id }) => ids === null || ids.includes(id))
          .map((row) => {
            const here = row.installationId === host.installationId;
            return linkRow(row, links.status(row.id), here, clock.now());
          });
      };
      const changes = merged(platform, links);
      return liveRows({ changes, topics: ['identity.readers'], load, key, signal });
    },
    trace(readerId, signal) {
      const trace = links.trace(readerId);
      if (!trace) throw refusal('NOT_FOUND', { what: 'reader link', id: readerId });
      return followTrace(trace, () => links.status(readerId), signal);
    },
    async *reads(workstation, purposes, signal) {
      const queue = eventQueue<BadgeRead>(signal);
      const listening = reads.subscribe((read) => {
        if (read.workstation === workstation && purposes.includes(read.purpose)) queue.push(read);
      });
      signal.addEventListener('abort', () => listening[Symbol.dispose](), { once: true });
      for await (const read of queue.drain()) {
        const { readId, readerId, readerName, technology, at } = read;
        yield {
          readId,
          readerId,
          readerName,
          technology,
          lastFour: lastFour(read),
          at: at.toISOString(),
        };
      }
    },
  };
}
