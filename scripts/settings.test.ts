import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { capture } from './run.ts';

async function dataFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-settings-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return (...args: string[]) =>
    capture(process.execPath, ['scripts/settings.ts', '--data', folder, ...args]);
}

describe('the settings command', () => {
  it('keeps what is set and shows it', async () => {
    const settings = await dataFolder();
    expect(await settings('backups.everyHours=6', 'workstation=Hall 2')).toMatchObject({ code: 0 });
    const { output } = await settings();
    expect(JSON.parse(output)).toMatchObject({
      workstation: 'Hall 2',
      backups: { everyHours: 6, keepDays: 30 },
    });
  });

  it.each([
    'nothing=1',
    'backups=1',
    'backups.often=1',
    'logLevel=loud',
    'backups.everyHours=0',
    'x',
  ])('refuses %s and changes nothing', async (assignment) => {
    const settings = await dataFolder();
    const before = await settings();
    expect((await settings(assignment)).code).toBe(1);
    expect(await settings()).toEqual(before);
  });
});
