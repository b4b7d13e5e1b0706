import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SealHead } from './audit-seals.queries.ts';

const anchorSchema = z.object({
  at: z.string(),
  seal: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/u),
});

/** The head of the chain as it was, kept outside the database. */
export type AuditAnchor = z.infer<typeof anchorSchema>;

/** Anchors in `audit-anchors.jsonl` of the data folder, one line each, oldest first. */
export interface AuditAnchors {
  /** Adds a line and waits until it is on disk. */
  add(head: SealHead, at: Date): Promise<void>;
  /** Every whole line; a line torn by a power cut at the end is left out. */
  read(): Promise<AuditAnchor[]>;
}

function parseLine(line: string): AuditAnchor[] {
  try {
    return [anchorSchema.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}

/** Opens the anchors of an installation. The file is made by the first anchor. */
export function auditAnchors(dataDir: string): AuditAnchors {
  const path = join(dataDir, 'audit-anchors.jsonl');
  return {
    async add(head, at) {
      const line = JSON.stringify({ at: at.toISOString(), seal: head.id, hash: head.hash });
      await using file = await open(path, 'a', 0o600);
      await file.appendFile(`${line}\n`);
      await file.sync();
    },
    async read() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw error;
      });
      return text.split('\n').flatMap(parseLine);
    },
  };
}
