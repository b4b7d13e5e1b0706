import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompiledQuery } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';
import { appRoot } from '../../config/app-root.ts';

/** The program's own migrations. */
export const migrationsFolder = join(appRoot, 'migrations');

/** Names of the migrations in a folder, in order, without `.sql`. */
export async function migrationNames(folder: string): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file))
    .map((file) => file.slice(0, -'.sql'.length))
    .toSorted();
}

/** Offers plain SQL files as migrations that go forward only. */
export function sqlFiles(folder: string): MigrationProvider {
  return {
    async getMigrations() {
      const migrations: Record<string, Migration> = {};
      for (const name of await migrationNames(folder)) {
        const text = await readFile(join(folder, `${name}.sql`), 'utf8');
        migrations[name] = {
          up: async (db) => void (await db.executeQuery(CompiledQuery.raw(text))),
        };
      }
      return migrations;
    },
  };
}

/** A digest of all migrations of a folder: equal when a database made from them would be equal. */
export async function migrationsDigest(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of await migrationNames(folder)) {
    hash.update(name).update(await readFile(join(folder, `${name}.sql`)));
  }
  return hash.digest('hex').slice(0, 16);
}
