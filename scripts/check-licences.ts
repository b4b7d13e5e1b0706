import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { init, type ModuleInfo } from 'license-checker-rseidelsohn';
import { root } from './run.ts';

/** Licences under which everything we ship may come: docs/decisions/0014-licences-we-ship.md. */
const allowed: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  // Fonts alone come under it, and are shipped unchanged.
  'OFL-1.1',
  // A dedication to the public domain.
  'Unlicense',
]);

/** Whether an SPDX expression leaves us a licence of the list. A guess by the licence's text (`MIT*`) counts. */
export function mayShip(expression: string): boolean {
  const plain = expression.replaceAll(/[()*]/g, '');
  return plain
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => allowed.has(licence.trim())));
}

/** What a package's manifest says that matters here. */
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Packages by the folder they are installed in. */
export type Installed = ReadonlyMap<string, Pick<ModuleInfo, 'licenses'>>;

/** The folder that a package finds another in, as Node looks for it; null where it is not installed. */
function resolve(installed: Installed, from: string, name: string): string | null {
  const found = join(from, 'node_modules', name);
  if (installed.has(found)) return found;
  const parent = dirname(from);
  return parent === from ? null : resolve(installed, parent, name);
}

/** Everything that `names` at `start` bring with them, by folder. */
function brought(
  installed: Installed,
  start: string,
  names: Iterable<string>,
  manifest: (folder: string) => Manifest,
): Set<string> {
  const folders = new Set<string>();
  const follow = (from: string, wanted: Iterable<string>): void => {
    for (const name of wanted) {
      const folder = resolve(installed, from, name);
      if (folder === null || folders.has(folder)) continue;
      folders.add(folder);
      const { dependencies, optionalDependencies } = manifest(folder);
      follow(folder, Object.keys({ ...dependencies, ...optionalDependencies }));
    }
  };
  follow(start, names);
  return folders;
}

/** Shipped packages that come under no licence of the list, as `folder (licence)`. */
export function findForbidden(
  installed: Installed,
  start: string,
  names: Iterable<string>,
  manifest: (folder: string) => Manifest,
): string[] {
  return [...brought(installed, start, names, manifest)].flatMap((folder) => {
    const licences = [installed.get(folder)?.licenses ?? 'none'].flat();
    return licences.every(mayShip) ? [] : [`${folder} (${licences.join(', ')})`];
  });
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Packages that the program's own code imports, also those that are built into the renderer. */
function importedPackages(): Set<string> {
  const files = globSync('src/**/*.{ts,tsx,css}', { cwd: root }).filter(
    (file) => !/\.(test|stories)\.tsx?$/.test(file),
  );
  const imported = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return [...text.matchAll(/(?:from|import)[ (]'((?:@[\w.-]+\/)?[a-z][\w.-]*)(?:\/[^']*)?'/g)];
  });
  return new Set(imported.flatMap(([, name]) => name ?? []));
}

function installedPackages(): Promise<Installed> {
  return new Promise((done, reject) => {
    init({ start: root, excludePrivatePackages: true }, (error, found) => {
      if (error) reject(error);
      else
        done(new Map(Object.values(found).flatMap((one) => (one.path ? [[one.path, one]] : []))));
    });
  });
}

/** Judges everything that is installed here and shipped. */
export async function forbiddenLicences(): Promise<string[]> {
  const { dependencies, optionalDependencies } = readManifest(root);
  const named = Object.keys({ ...dependencies, ...optionalDependencies });
  const names = new Set([...importedPackages(), ...named]);
  return findForbidden(await installedPackages(), root, names, readManifest);
}

if (import.meta.main) {
  const forbidden = await forbiddenLicences();
  for (const one of forbidden) process.stdout.write(`${one}\n`);
  process.exitCode = forbidden.length === 0 ? 0 : 1;
}
