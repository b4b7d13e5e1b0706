import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** One stored item, as SQLite gives it. */
export interface QueueRow {
  readonly id: number;
  readonly key: string;
  readonly entity: string;
  readonly payload: string;
  /** CRC-32 over key, entity and payload: SQLite checks pages' structure, not their content. */
  readonly checksum: number;
  /** RFC 3339, UTC. */
  readonly queued_at: string;
  readonly attempts: number;
  /** 1 where it is set aside. */
  readonly parked: number;
  readonly reason: string | null;
}

/** The runtime has no SQLite, so nothing can be queued; the message says which runtime to use. */
class QueueUnavailable extends Error {
  readonly code = 'QUEUE_UNAVAILABLE';
  override readonly name = 'QueueUnavailable';
}

type Sqlite = typeof import('node:sqlite');

/** Node 20 and some Electron releases came without `node:sqlite`; asks before anything relies on it. */
async function probeSqlite(): Promise<Sqlite> {
  try {
    return await import('node:sqlite');
  } catch (cause) {
    throw new QueueUnavailable(
      `This runtime (Node ${process.versions.node}) has no SQLite for the local queue. Use Node 24 or newer.`,
      { cause },
    );
  }
}

const SCHEMA = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma busy_timeout = 5000;
  create table if not exists item (
    id integer primary key autoincrement,
    key text not null unique,
    entity text not null,
    payload text not null,
    checksum integer not null,
    queued_at text not null,
    attempts integer not null default 0,
    parked integer not null default 0 check (parked in (0, 1)),
    reason text
  ) strict;
  create index if not exists item_parked on item (entity, id) where parked = 1;
`;

const CORRUPT = new Set([11, 26]);

function isDamage(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode !== undefined && CORRUPT.has(errcode & 0xff);
}

/** Opens the queue's file, or answers `null` when SQLite calls it damaged. */
export async function openQueueFile(path: string): Promise<DatabaseSync | null> {
  const sqlite = await probeSqlite();
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = new sqlite.DatabaseSync(path);
  try {
    file.exec(SCHEMA);
    const check = file.prepare('pragma quick_check(1)').get();
    if (check?.['quick_check'] === 'ok') return file;
  } catch (error) {
    if (!isDamage(error)) {
      file.close();
      throw error;
    }
  }
  file.close();
  return null;
}

/** The statements of the queue, prepared once. */
export interface QueueStatements {
  readonly insert: StatementSync;
  readonly peek: StatementSync;
  readonly remove: StatementSync;
  readonly fail: StatementSync;
  readonly park: StatementSync;
  readonly parked: StatementSync;
  readonly list: StatementSync;
  readonly release: StatementSync;
  readonly discard: StatementSync;
  readonly counts: StatementSync;
}

/** Prepares every statement the queue uses. */
export function createQueueStatements(file: DatabaseSync): QueueStatements {
  return {
    insert: file.prepare(
      'insert into item (key, entity, payload, checksum, queued_at) values (?, ?, ?, ?, ?) on conflict (key) do nothing',
    ),
    peek: file.prepare(
      `select * from item as waiting
       where parked = 0 and entity not in (select value from json_each(?)) and not exists (
         select 1 from item as held
         where held.parked = 1 and held.entity = waiting.entity and held.id < waiting.id
       )
       order by id limit ?`,
    ),
    remove: file.prepare('delete from item where id = ?'),
    fail: file.prepare('update item set attempts = attempts + 1, reason = ? where id = ?'),
    park: file.prepare('update item set parked = 1, reason = ? where id = ?'),
    parked: file.prepare('select * from item where parked = 1 order by id limit ?'),
    list: file.prepare('select * from item order by parked desc, id limit ?'),
    release: file.prepare('update item set parked = 0, attempts = 0 where id = ?'),
    discard: file.prepare('delete from item where id = ? and parked = 1'),
    counts: file.prepare(
      'select count(*) filter (where parked = 0) as waiting, count(*) filter (where parked = 1) as parked from item',
    ),
  };
}
