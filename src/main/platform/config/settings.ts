import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../clock/clock.ts';
import { DatabaseMisconfigured } from '../database/errors.ts';
import { type DurableRead, readDurably, writeDurably } from './durable-file.ts';

/** Judged where it is used: several hosts or a socket folder are no URLs to the standard. */
const databaseUrl = z.string().regex(/^postgres(ql)?:\/\//u);

/** Which PostgreSQL this installation uses. */
export const databaseChoiceSchema = z.discriminatedUnion('kind', [
  /** The server that comes with the program, on a private socket in the data folder. */
  z.object({ kind: z.literal('embedded') }),
  /** A server run by somebody else. `replicaUrls` are asked for reads that decide nothing. */
  z.object({
    kind: z.literal('url'),
    url: databaseUrl,
    replicaUrls: z.array(databaseUrl).default([]),
  }),
]);

/** One of the two ways to a database. */
export type DatabaseChoice = z.infer<typeof databaseChoiceSchema>;

/** Everything an administrator sets for one installation. Kept in `settings.json` in the data folder. */
export const settingsSchema = z.object({
  /** `null` until the set-up assistant has asked. */
  database: databaseChoiceSchema.nullable().default(null),
  /** The station's name as people know it: audit and reader assignment show it. */
  workstation: z.string().trim().min(1).max(100).default(hostname),
  /** Shared-workstation policy: idle at most five minutes, where NIST 800-63B allows an hour. */
  session: z
    .object({
      idleLockMinutes: z.int().min(1).max(5).default(5),
      longestHours: z.int().min(1).max(12).default(12),
    })
    .prefault({}),
  /** Regular backups of the embedded database. */
  backups: z
    .object({
      /** Folder, or `null` for `backups` in the data folder. */
      directory: z.string().min(1).nullable().default(null),
      everyHours: z.int().min(1).max(168).default(24),
      keepDays: z.int().min(1).max(3_650).default(30),
    })
    .prefault({}),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** Settings with every default filled in. */
export type Settings = z.infer<typeof settingsSchema>;

/** A part of the settings, to be laid over those that stand. */
export type SettingsChange = Partial<z.input<typeof settingsSchema>>;

/** Something the administrator should know about a file in the data folder. */
export interface ConfigNotice {
  readonly kind: 'recovered' | 'lost';
  readonly message: string;
}

/** The settings of this installation, in memory and on disk. */
export interface SettingsStore {
  readonly settings: Settings;
  /** What went wrong while reading, for the log and the screen. */
  readonly notices: readonly ConfigNotice[];
  /** Lays `change` over the settings and writes them durably. Throws `ZodError` on a value out of range. */
  save(change: SettingsChange): Promise<Settings>;
}

/** Puts what was read into words for the administrator, or `null` when there is nothing to say. */
export function noticeOf(what: string, read: DurableRead): ConfigNotice | null {
  if (read.kind === 'recovered') {
    const kept = read.quarantined ? ` The damaged file was kept as ${read.quarantined}.` : '';
    return { kind: 'recovered', message: `${what} was damaged and restored from its copy.${kept}` };
  }
  if (read.kind === 'lost') {
    const kept = read.quarantined.join(' and ');
    return {
      kind: 'lost',
      message: `${what} and its copy were damaged, so the defaults apply. Look at ${kept}, then check the settings.`,
    };
  }
  return null;
}

function parseSettings(read: DurableRead): Settings {
  if (read.kind !== 'intact' && read.kind !== 'recovered') return settingsSchema.parse({});
  return settingsSchema.parse(JSON.parse(read.text));
}

/** Opens the settings in `dataDir`, healing a damaged file or falling back to defaults with a notice. */
export async function openSettings(dataDir: string, clock: Clock): Promise<SettingsStore> {
  const path = join(dataDir, 'settings.json');
  const read = await readDurably(path, clock.now());
  const notice = noticeOf('The settings file', read);
  let settings = parseSettings(read);
  let writing: Promise<unknown> = Promise.resolve();

  async function write(change: SettingsChange): Promise<Settings> {
    const changed = settingsSchema.parse({ ...settings, ...change });
    await writeDurably(path, JSON.stringify(changed, null, 2));
    settings = changed;
    return changed;
  }

  return {
    get settings() {
      return settings;
    },
    notices: notice ? [notice] : [],
    save(change) {
      const saved = writing.then(() => write(change));
      writing = saved.catch(() => undefined);
      return saved;
    },
  };
}

const listOf = (text: string | undefined): string[] =>
  (text ?? '').split(',').flatMap((part) => part.trim() || []);

/**
 * The database to use: `DATABASE_URL` (and `DATABASE_REPLICA_URLS`, separated by commas) goes before
 * the settings. `null` means that nobody has chosen yet. Throws `DatabaseMisconfigured`.
 */
export function databaseChoice(
  settings: Settings,
  env: Readonly<Record<string, string | undefined>>,
): DatabaseChoice | null {
  const url = env['DATABASE_URL']?.trim();
  if (!url) return settings.database;
  const replicaUrls = listOf(env['DATABASE_REPLICA_URLS']);
  const choice = databaseChoiceSchema.safeParse({ kind: 'url', url, replicaUrls });
  if (choice.success) return choice.data;
  const variable = choice.error.issues.some(({ path }) => path[0] === 'url')
    ? 'DATABASE_URL'
    : 'DATABASE_REPLICA_URLS';
  throw new DatabaseMisconfigured(
    `${variable} must be the address of a PostgreSQL database, such as postgresql://user:password@db.example.com/signalbox.`,
  );
}
