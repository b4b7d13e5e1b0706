import { stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import type { Layout } from './layout.ts';

const MiB = 2 ** 20;

/** What may differ between one embedded server and another. */
export interface ServerTuning {
  /** `false` only for tests: a power cut may then lose everything. */
  readonly durable: boolean;
  /** Folder for archived write-ahead log, or `null` while point-in-time recovery is off. */
  readonly archiveTo: string | null;
  /** Further settings by their PostgreSQL names. */
  readonly extra: Readonly<Record<string, string>>;
}

/** Tuning of a production server without point-in-time recovery. */
const standardTuning: ServerTuning = { durable: true, archiveTo: null, extra: {} };

/** The production tuning; point-in-time recovery is on while the folder for archived log exists. */
export async function usualTuning(layout: Layout): Promise<ServerTuning> {
  const archives = await stat(layout.archive).catch(() => null);
  return { ...standardTuning, archiveTo: archives ? layout.archive : null };
}

/** Memory for the server's cache: an eighth of the machine's, between 64 MiB and 1 GiB. Bytes. */
export function sharedBuffers(machineBytes: number): number {
  return Math.min(Math.max(Math.floor(machineBytes / 8), 64 * MiB), 1024 * MiB);
}

const inMiB = (bytes: number): string => `${Math.floor(bytes / MiB)}MB`;

function archiveSettings(folder: string | null): Record<string, string> {
  if (folder === null) return {};
  return {
    archive_mode: 'on',
    archive_library: 'basic_archive',
    'basic_archive.archive_directory': folder,
    archive_timeout: '60s',
  };
}

/** Statements and row values never reach the server's log: it may hold personal data. */
const quietLog = {
  logging_collector: 'off',
  log_destination: 'stderr',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
};

/** The server's settings by name. */
export function serverSettings(tuning: ServerTuning): Record<string, string> {
  const memory = totalmem();
  return {
    cluster_name: 'signalbox',
    max_connections: '100',
    shared_buffers: inMiB(sharedBuffers(memory)),
    effective_cache_size: inMiB(memory / 2),
    max_wal_size: '2GB',
    min_wal_size: '64MB',
    random_page_cost: '1.1',
    ...quietLog,
    ...archiveSettings(tuning.archiveTo),
    ...(tuning.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...tuning.extra,
  };
}
