import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BackupDamaged, readManifest, walFileName } from './manifest.ts';

describe('the name of a write-ahead-log file', () => {
  it.each([
    [1, '0/0', '000000010000000000000000'],
    [1, '0/3000028', '000000010000000000000003'],
    [2, '0/FF000000', '0000000200000000000000FF'],
    [26, '1A/1000000', '0000001A0000001A00000001'],
  ])('of timeline %i at %s is %s', (timeline, lsn, name) => {
    expect(walFileName(timeline, lsn)).toBe(name);
  });
});

describe('a manifest', () => {
  it('whose text was changed is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'signalbox-manifest-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const text = `{ "Files": [], "WAL-Ranges": [],\n"Manifest-Checksum": "${'0'.repeat(64)}"}\n`;
    await writeFile(join(folder, 'backup_manifest'), text);
    await expect(readManifest(folder)).rejects.toThrow(BackupDamaged);
  });

  it('that is missing means that the backup was never finished', async () => {
    await expect(readManifest('/nowhere')).rejects.toThrow('no complete backup');
  });
});
