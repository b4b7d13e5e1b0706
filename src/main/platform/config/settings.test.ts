import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock/system-clock.ts';
import { openInstallation } from './installation.ts';
import { DatabaseMisconfigured } from '../database/errors.ts';
import { databaseChoice, openSettings, settingsSchema } from './settings.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'signalbox-settings-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const file = (): string => join(dataDir, 'settings.json');
const open = () => openSettings(dataDir, systemClock);

/** Every way in which one file can be damaged: cut at each byte, zeroed from each byte, each byte flipped. */
function* damages(whole: Buffer): Generator<readonly [string, Buffer]> {
  for (let at = 0; at < whole.length; at += 1) {
    yield [`cut at ${at}`, whole.subarray(0, at)];
    const zeroed = Buffer.from(whole).fill(0, at);
    yield [`zeroed from ${at}`, zeroed];
    const flipped = Buffer.from(whole);
    flipped[at] = (flipped[at] ?? 0) ^ 0x11;
    yield [`flipped at ${at}`, flipped];
  }
}

describe('openSettings', () => {
  it('starts with defaults and no notice where nothing was written', async () => {
    const store = await open();
    expect(store.settings).toMatchObject({
      database: null,
      session: { idleLockMinutes: 5, longestHours: 12 },
    });
    expect(store.notices).toEqual([]);
  });

  it('keeps what was saved, readable by the owner only, and leaves no temporary file', async () => {
    await (await open()).save({ workstation: 'Dock 4', database: { kind: 'embedded' } });
    expect((await open()).settings).toMatchObject({
      workstation: 'Dock 4',
      database: { kind: 'embedded' },
    });
    expect(statSync(file()).mode & 0o077).toBe(0);
    expect(readdirSync(dataDir).toSorted()).toEqual(['settings.json', 'settings.json.bak']);
  });

  it('refuses a value out of range and keeps the settings that stand', async () => {
    const store = await open();
    await store.save({ workstation: 'Dock 4' });
    await expect(store.save({ session: { idleLockMinutes: 6 } })).rejects.toThrow(/5/);
    expect((await open()).settings.workstation).toBe('Dock 4');
  });

  it('writes saves that overlap one after the other', async () => {
    const store = await open();
    await Promise.all([store.save({ workstation: 'A' }), store.save({ logLevel: 'debug' })]);
    expect((await open()).settings).toMatchObject({ workstation: 'A', logLevel: 'debug' });
  });

  it('recovers every damage of the file from its copy, and says so', async () => {
    await (await open()).save({ workstation: 'Dock 4' });
    const whole = readFileSync(file());
    for (const [what, damaged] of damages(whole)) {
      writeFileSync(file(), damaged);
      const store = await open();
      const healed = readFileSync(file()).equals(whole);
      const notices = store.notices.map(({ kind }) => kind);
      expect([what, store.settings.workstation, notices, healed]).toEqual([
        what,
        'Dock 4',
        ['recovered'],
        true,
      ]);
    }
  }, 60_000);

  it('brings the file back when it is gone', async () => {
    await (await open()).save({ workstation: 'Dock 4' });
    rmSync(file());
    expect((await open()).settings.workstation).toBe('Dock 4');
    expect(existsSync(file())).toBe(true);
  });

  it('puts both aside and starts from defaults when the copy is damaged as well', async () => {
    await (await open()).save({ workstation: 'Dock 4' });
    writeFileSync(file(), 'garbage');
    writeFileSync(`${file()}.bak`, '');
    const store = await open();
    expect(store.settings.workstation).not.toBe('Dock 4');
    expect(store.notices).toMatchObject([{ kind: 'lost' }]);
    const aside = readdirSync(dataDir).filter((name) => name.includes('.damaged-'));
    expect(aside).toHaveLength(2);
    expect((await open()).notices).toEqual([]);
  });
});

describe('openInstallation', () => {
  it('answers the same key for the life of the data folder', async () => {
    const first = await openInstallation(dataDir, systemClock);
    expect(await openInstallation(dataDir, systemClock)).toEqual(first);
    writeFileSync(join(dataDir, 'installation.json'), '');
    const healed = await openInstallation(dataDir, systemClock);
    expect(healed.installationId).toBe(first.installationId);
    expect(healed.notices).toMatchObject([{ kind: 'recovered' }]);
  });
});

describe('databaseChoice', () => {
  const settings = settingsSchema.parse({ database: { kind: 'embedded' } });

  it('lets DATABASE_URL go before the settings', () => {
    const env = { DATABASE_URL: 'postgres://a@b/c', DATABASE_REPLICA_URLS: 'postgres://r1/c, ' };
    expect(databaseChoice(settings, env)).toEqual({
      kind: 'url',
      url: 'postgres://a@b/c',
      replicaUrls: ['postgres://r1/c'],
    });
    expect(databaseChoice(settings, { DATABASE_URL: ' ' })).toEqual({ kind: 'embedded' });
  });

  it('refuses a URL that is not of PostgreSQL', () => {
    expect(() => databaseChoice(settings, { DATABASE_URL: 'mysql://a/b' })).toThrow(
      DatabaseMisconfigured,
    );
  });
});
