import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** PostgreSQL's list of a base backup's files (PostgreSQL manual, "Backup Manifest Format"). */
const manifestSchema = z.object({
  Files: z.array(
    z.object({
      Path: z.string().optional(),
      'Encoded-Path': z.string().optional(),
      Size: z.number(),
      Checksum: z.string().optional(),
    }),
  ),
  'WAL-Ranges': z.array(
    z.object({ Timeline: z.number(), 'Start-LSN': z.string(), 'End-LSN': z.string() }),
  ),
  'Manifest-Checksum': z.string(),
});

/** A base backup's list of files, as PostgreSQL wrote it. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Name of the file that holds the manifest in a backup. */
const MANIFEST_FILE = 'backup_manifest';

/** A backup is not what was written: a file is missing, or has changed. */
export class BackupDamaged extends Error {
  override readonly name = 'BackupDamaged';
  readonly code = 'BACKUP_DAMAGED';
}

/** Reads a backup's manifest and checks it against its own checksum. Throws {@link BackupDamaged}. */
export async function readManifest(backup: string): Promise<Manifest> {
  const text = await readFile(join(backup, MANIFEST_FILE), 'utf8').catch((error: unknown) => {
    throw new BackupDamaged(`${backup} holds no complete backup: its manifest cannot be read.`, {
      cause: error,
    });
  });
  const sealed = text.slice(0, text.lastIndexOf('"Manifest-Checksum"'));
  const manifest = manifestSchema.parse(JSON.parse(text));
  const checksum = createHash('sha256').update(sealed).digest('hex');
  if (checksum !== manifest['Manifest-Checksum']) {
    throw new BackupDamaged(`The manifest of ${backup} was changed after the backup.`);
  }
  return manifest;
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Checks an unpacked backup file by file. Throws {@link BackupDamaged} naming the first that differs. */
export async function verifyFiles(manifest: Manifest, cluster: string): Promise<void> {
  for (const file of manifest.Files) {
    const name = file.Path ?? Buffer.from(file['Encoded-Path'] ?? '', 'hex').toString();
    const path = join(cluster, name);
    const size = await stat(path).then(
      (found) => found.size,
      () => -1,
    );
    const intact =
      size === file.Size && (file.Checksum === undefined || (await sha256(path)) === file.Checksum);
    if (!intact) throw new BackupDamaged(`The backup is damaged: ${name} is not as it was saved.`);
  }
}

const SEGMENT_BYTES = 16n * 1024n * 1024n;

const hex8 = (value: bigint): string => value.toString(16).toUpperCase().padStart(8, '0');

/** Name of the write-ahead-log file that holds a position (`lsn` such as `0/3000028`) of a timeline. */
export function walFileName(timeline: number, lsn: string): string {
  const [high = '0', low = '0'] = lsn.split('/');
  const segment = ((BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)) / SEGMENT_BYTES;
  const perFile = 0x1_0000_0000n / SEGMENT_BYTES;
  return hex8(BigInt(timeline)) + hex8(segment / perFile) + hex8(segment % perFile);
}

/** The oldest write-ahead-log file that a backup needs. */
export function firstWalFile(manifest: Manifest): string {
  const [first] = manifest['WAL-Ranges'];
  if (!first) throw new BackupDamaged('The backup names no write-ahead log.');
  return walFileName(first.Timeline, first['Start-LSN']);
}
