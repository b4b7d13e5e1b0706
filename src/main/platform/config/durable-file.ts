import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What was found on disk, and what had to be done about it. */
export type DurableRead =
  /** Nothing has been written yet. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'intact'; readonly text: string }
  /** The file was damaged or gone; its copy was taken and put in its place. */
  | { readonly kind: 'recovered'; readonly text: string; readonly quarantined: string | null }
  /** File and copy are both damaged; both lie beside for a look. */
  | { readonly kind: 'lost'; readonly quarantined: readonly string[] };

const MARK = '\n#sha256 ';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const wrap = (text: string): string => `${text}${MARK}${digestOf(text)}\n`;

/** The text inside, or `null` when one byte of it or of its digest is not what was written. */
function unwrap(bytes: Buffer): string | null {
  const whole = bytes.toString('utf8');
  const mark = whole.lastIndexOf(MARK);
  if (mark < 0) return null;
  const text = whole.slice(0, mark);
  return Buffer.from(wrap(text)).equals(bytes) ? text : null;
}

const backupOf = (path: string): string => `${path}.bak`;

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using directory = await open(path, 'r');
  await directory.sync();
}

async function replaceFile(path: string, content: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  {
    await using file = await open(temporary, 'wx', 0o600);
    await file.writeFile(content);
    await file.sync();
  }
  await rename(temporary, path);
  await syncDirectory(dirname(path));
}

/**
 * Replaces `path` so that a power cut leaves the old text or the new, never a mixture, and keeps a
 * copy beside it. The text carries its SHA-256; only the owner may read it.
 */
export async function writeDurably(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await replaceFile(path, wrap(text));
  await replaceFile(backupOf(path), wrap(text));
}

/** Moves a damaged file out of the way, where a person can look at it; answers its new name. */
async function quarantine(path: string, stamp: Date): Promise<string> {
  const aside = `${path}.damaged-${stamp.toISOString().replaceAll(':', '')}-${randomUUID().slice(0, 8)}`;
  await rename(path, aside);
  return aside;
}

/** Reads what {@link writeDurably} wrote, healing the file from its copy when it is damaged or gone. */
export async function readDurably(path: string, stamp: Date): Promise<DurableRead> {
  const main = await readIfThere(path);
  const text = main && unwrap(main);
  if (typeof text === 'string') return { kind: 'intact', text };
  const copy = await readIfThere(backupOf(path));
  if (!main && !copy) return { kind: 'absent' };
  const saved = copy && unwrap(copy);
  const aside = main ? await quarantine(path, stamp) : null;
  if (typeof saved === 'string') {
    await replaceFile(path, wrap(saved));
    return { kind: 'recovered', text: saved, quarantined: aside };
  }
  const copyAside = copy ? await quarantine(backupOf(path), stamp) : null;
  return { kind: 'lost', quarantined: [aside, copyAside].filter((name) => name !== null) };
}
