import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../clock/clock.ts';
import { readDurably, writeDurably } from './durable-file.ts';
import { type ConfigNotice, noticeOf } from './settings.ts';

const installationSchema = z.object({ installationId: z.uuid() });

/** The key of this installation, and what had to be said about its file. */
export interface Installation {
  /** Stays the same for the life of the data folder; serial links belong to one installation. */
  readonly installationId: string;
  readonly notices: readonly ConfigNotice[];
}

/** Reads the installation's key from `dataDir`, making one the first time or when it is beyond repair. */
export async function openInstallation(dataDir: string, clock: Clock): Promise<Installation> {
  const path = join(dataDir, 'installation.json');
  const read = await readDurably(path, clock.now());
  const notice = noticeOf('The installation key', read);
  const notices = notice ? [notice] : [];
  if (read.kind === 'intact' || read.kind === 'recovered') {
    return { ...installationSchema.parse(JSON.parse(read.text)), notices };
  }
  const installationId = randomUUID();
  await writeDurably(path, JSON.stringify({ installationId }));
  return { installationId, notices };
}
