import { readFile, writeFile } from 'node:fs/promises';

/**
 * Every switch that is built into Electron's binary, in the order of its wire (Electron's
 * build/fuses/fuses.json5), as the installed program has them. The library for them knows only the
 * first eight, and electron-builder cannot make it refuse a binary that has more.
 */
export const fuses = [
  ['RunAsNode', false],
  ['EnableCookieEncryption', true],
  ['EnableNodeOptionsEnvironmentVariable', false],
  ['EnableNodeCliInspectArguments', false],
  ['EnableEmbeddedAsarIntegrityValidation', true],
  ['OnlyLoadAppFromAsar', true],
  ['LoadBrowserProcessSpecificV8Snapshot', false],
  ['GrantFileProtocolExtraPrivileges', false],
  ['WasmTrapHandlers', true],
] as const;

/** Stands before each wire in the binary; then a byte for the version and one for the length. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const WIRE_VERSION = 1;
const [OFF, ON] = [...Buffer.from('01')] as [number, number];

/** Where the wires start: one in most binaries, two in a universal one for macOS. */
function wiresIn(binary: Buffer): number[] {
  const found: number[] = [];
  for (let at = binary.indexOf(SENTINEL); at >= 0; at = binary.indexOf(SENTINEL, at + 1)) {
    found.push(at + SENTINEL.length);
  }
  return found;
}

/**
 * Sets every fuse of the binary in `file`. Throws when it has no wire, one of another version, or
 * another number of fuses than are decided here: a new Electron may bring a switch to think about.
 */
export async function setFuses(file: string): Promise<void> {
  const binary = await readFile(file);
  const wires = wiresIn(binary);
  if (wires.length === 0) throw new Error(`${file} is not an Electron binary: it has no fuses.`);
  for (const wire of wires) {
    const [version, length] = [binary[wire], binary[wire + 1]];
    if (version !== WIRE_VERSION || length !== fuses.length) {
      throw new Error(
        `${file} has ${length} fuses of version ${version}; ${fuses.length} of version ${WIRE_VERSION} are decided. Add the new ones in scripts/packaging/fuses.ts.`,
      );
    }
    fuses.forEach(([, on], index) => {
      binary[wire + 2 + index] = on ? ON : OFF;
    });
  }
  await writeFile(file, binary);
}
