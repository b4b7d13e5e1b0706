import { randomUUID } from 'node:crypto';
import type { Platform } from '#platform/platform.ts';
import {
  type BadgeReader,
  type ReaderEvent,
  startBadgeReader,
} from '#platform/serial/badge-reader.ts';
import type { BadgeTechnology } from '#platform/serial/badge-uid.ts';
import { type Endpoint, parseEndpoint } from '#platform/serial/endpoint.ts';
import type { LinkStatus } from '#platform/serial/link-state.ts';
import { transportFor } from '#platform/serial/open-transport.ts';
import type { PlainLineForm } from '#platform/serial/plain-line.ts';
import { isReaderProfileId, readerProfiles } from '#platform/serial/reader-profiles.ts';
import type { Trace } from '#platform/serial/trace.ts';
import type { Transport } from '#platform/serial/transport.ts';
import type { BadgeRead } from './badge-reads.ts';
import type { RecentReads } from './recent-reads.ts';
import { listActiveReaders, type ReaderRow } from './readers.queries.ts';

/** The open links to this installation's readers. */
export interface ReaderLinks {
  /** Opens the links, and follows what is configured from then on. Disposing closes the ports. */
  start(): Promise<AsyncDisposable>;
  /** State of one reader's link; null when this process has none. */
  status(readerId: string): LinkStatus | null;
  /** The readers that have a link in this process. */
  open(): readonly { readonly id: string; readonly name: string; readonly status: LinkStatus }[];
  /** What the port said; null when this process has no link. */
  trace(readerId: string): Trace | null;
  /** Called with the reader's key whenever a state or counter worth showing changed. */
  onStatus(listener: (readerId: string) => void): Disposable;
}

/** Makes the way to a device; tests give one of memory. */
export type TransportMaker = (endpoint: Endpoint, defaultBaud: number) => Transport;

interface OpenReader {
  readonly row: ReaderRow;
  readonly reader: BadgeReader;
}

const throughSystem: TransportMaker = (endpoint, defaultBaud) =>
  transportFor(endpoint, { defaultBaud });

function readOf(row: ReaderRow, event: Extract<ReaderEvent, { kind: 'read' }>): BadgeRead {
  return {
    readId: randomUUID(),
    readerId: row.id,
    readerName: row.name,
    purpose: row.purpose as BadgeRead['purpose'],
    machineId: row.machineId,
    workstation: row.workstation,
    at: event.read.at,
    hex: event.read.uid,
    technology: event.read.technology,
  };
}

/** Makes the links of one process. */
export function createReaderLinks(
  { clock, log, database, changes, host }: Platform,
  reads: RecentReads,
  makeTransport: TransportMaker = throughSystem,
): ReaderLinks {
  const open = new Map<string, OpenReader>();
  const listeners = new Set<(readerId: string) => void>();
  const tell = (readerId: string): void => listeners.forEach((listener) => listener(readerId));

  function openReader(row: ReaderRow): void {
    if (!isReaderProfileId(row.profile)) {
      log.warn('A reader has a profile that this version does not know.', { reader: row.name });
      return;
    }
    const reader = startBadgeReader({
      clock,
      profile: row.profile,
      transport: makeTransport(parseEndpoint(row.endpoint), readerProfiles[row.profile].baud),
      settings: {
        form: row.form as PlainLineForm,
        technology: row.technology as BadgeTechnology,
        reversed: row.reversed,
      },
    });
    reader.onEvent((event) => {
      if (event.kind === 'read') reads.add(readOf(row, event));
      tell(row.id);
    });
    reader.link.onStatus(() => tell(row.id));
    open.set(row.id, { row, reader });
    tell(row.id);
  }

  async function closeReader(id: string): Promise<void> {
    const found = open.get(id);
    open.delete(id);
    await found?.reader[Symbol.asyncDispose]();
    tell(id);
  }

  /** Closes what is gone or changed before it opens anything: a port can be open once only. */
  async function reconcile(): Promise<void> {
    const wanted = await database.asSystem('readers', (tx) =>
      listActiveReaders(tx, host.installationId),
    );
    const versions = new Map(wanted.map((row) => [row.id, row.version]));
    const stale = [...open].filter(([id, { row }]) => versions.get(id) !== row.version);
    await Promise.all(stale.map(([id]) => closeReader(id)));
    for (const row of wanted) {
      try {
        if (!open.has(row.id)) openReader(row);
      } catch (error) {
        log.error('A reader could not be opened; check its endpoint.', error, { reader: row.name });
      }
    }
  }

  async function follow(signal: AbortSignal): Promise<void> {
    for await (const batch of changes.watch(['identity.readers'], signal)) {
      await reconcile().catch((error: unknown) => {
        log.error('Readers could not be matched with their settings.', error, {
          batch: batch.kind,
        });
      });
    }
  }

  return {
    async start() {
      const stopping = new AbortController();
      const following = follow(stopping.signal);
      await reconcile();
      return {
        async [Symbol.asyncDispose]() {
          stopping.abort();
          await following;
          await Promise.all([...open.keys()].map(closeReader));
        },
      };
    },
    open: () =>
      [...open.values()].map(({ row, reader }) => ({
        id: row.id,
        name: row.name,
        status: reader.link.status(),
      })),
    status: (readerId) => open.get(readerId)?.reader.link.status() ?? null,
    trace: (readerId) => open.get(readerId)?.reader.link.trace ?? null,
    onStatus(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}
