import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** What a file may import, by the folder it lies in (docs/architecture.md). */
export interface Zone {
  /** Path prefix of the zone's files, relative to the project. */
  readonly folder: string;
  /** Path prefixes inside the project that may be imported, apart from the zone itself. */
  readonly mayImport: readonly string[];
  /** Prefixes from which only types may be imported. */
  readonly mayImportTypes?: readonly string[];
  /** Packages that may be imported; `undefined` allows all that no other zone reserves. */
  readonly packages?: readonly RegExp[];
}

const platform = 'src/main/platform/';
const contract = 'src/contract/';

/** Packages that exactly one part of the program may touch. */
const reserved: readonly { readonly name: RegExp; readonly only: readonly string[] }[] = [
  { name: /^electron$/, only: ['src/main/desktop/', 'src/preload/'] },
  { name: /^(ws|sirv)$/, only: ['src/main/web/'] },
  { name: /^(node:http|node:https)$/, only: ['src/main/web/', 'src/main/platform/http/'] },
  { name: /^(serialport|@serialport\/.*)$/, only: ['src/main/platform/serial/'] },
  {
    name: /^pg$/,
    only: [
      'src/main/platform/database/',
      'src/main/platform/changes/',
      'src/main/platform/monitors/',
    ],
  },
];

const children = (root: string, folder: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${folder}${entry.name}/`)
    : [];

/** The zones of the project as its folders stand now, so that a new domain is guarded at once. */
export function zonesOf(root: string): Zone[] {
  const domains = children(root, 'src/main/domains/');
  const features = children(root, 'src/renderer/features/');
  const react = ['src/renderer/ui/', 'src/renderer/lib/', 'src/renderer/locales/'];
  return [
    { folder: contract, mayImport: [], packages: [/^zod/, /^@orpc\/contract$/] },
    { folder: 'src/main/platform/rpc/', mayImport: [platform, contract] },
    { folder: platform, mayImport: [platform] },
    ...domains.map((folder) => ({
      folder,
      mayImport: [platform, contract],
      mayImportTypes: domains,
    })),
    { folder: 'src/main/desktop/', mayImport: [platform, contract] },
    { folder: 'src/main/web/', mayImport: [platform, contract] },
    { folder: 'src/main/', mayImport: ['src/main/', contract] },
    { folder: 'src/preload/', mayImport: [], packages: [/^electron$/] },
    { folder: 'src/renderer/ui/', mayImport: react, packages: [/^(?!node:|electron|pg|kysely)/] },
    {
      folder: 'src/renderer/lib/',
      mayImport: [
        'src/renderer/lib/',
        'src/renderer/locales/',
        'src/renderer/ui/toast-queue.ts',
        contract,
      ],
      packages: [/^(?!node:|electron|pg|kysely)/],
    },
    ...features.map((folder) => ({
      folder,
      mayImport: [...react, contract],
      packages: [/^(?!node:|electron|pg|kysely)/],
    })),
    {
      folder: 'src/renderer/',
      mayImport: ['src/renderer/', contract],
      packages: [/^(?!node:|electron|pg|kysely)/],
    },
    {
      folder: 'src/simulators/',
      mayImport: [contract, 'src/main/platform/serial/', 'src/main/platform/clock/'],
    },
  ];
}

/** Resolves `specifier` as written in `file` to a path inside the project, or `null` for a package. */
function resolveInside(root: string, file: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return relativeTo(root, resolve(dirname(file), specifier));
  if (!specifier.startsWith('#')) return null;
  const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    imports: Record<string, string>;
  };
  for (const [pattern, target] of Object.entries(imports)) {
    const prefix = pattern.slice(0, -1);
    if (specifier.startsWith(prefix)) {
      return join(target.slice(0, -1), specifier.slice(prefix.length)).split(sep).join('/');
    }
  }
  return specifier;
}

const relativeTo = (root: string, path: string): string =>
  relative(root, path).split(sep).join('/');

/** Why `file` (relative to the project) may not import `specifier`, or `null` when it may. */
export function refusal(
  root: string,
  zones: readonly Zone[],
  file: string,
  specifier: string,
  typeOnly: boolean,
): string | null {
  const zone = zones.find((candidate) => file.startsWith(candidate.folder));
  if (!zone) return null;
  const inside = resolveInside(root, join(root, file), specifier);
  if (inside === null) return packageRefusal(zone, file, specifier, typeOnly);
  const allowed = [
    zone.folder,
    ...zone.mayImport,
    ...(typeOnly ? (zone.mayImportTypes ?? []) : []),
  ];
  if (allowed.some((prefix) => inside.startsWith(prefix))) return null;
  return `${zone.folder} may not import ${inside}; it may import ${allowed.join(', ')}`;
}

function packageRefusal(zone: Zone, file: string, name: string, typeOnly: boolean): string | null {
  const owner = reserved.find((entry) => entry.name.test(name));
  if (owner && !typeOnly && !owner.only.some((prefix) => file.startsWith(prefix))) {
    return `only ${owner.only.join(' and ')} may import ${name}`;
  }
  if (zone.packages && !zone.packages.some((pattern) => pattern.test(name))) {
    return `${zone.folder} may not import the package ${name}`;
  }
  return null;
}
