import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';

/** Where Electron's binary keeps its fuses, all of them in the state they are shipped in. */
function fuseWire(length: number): Buffer {
  const header = Buffer.from([1, length]);
  return Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    header,
    Buffer.alloc(length, '1'),
  ]);
}

/** Makes what electron-builder takes for an unpacked Electron: nothing in it runs. */
export async function makeDummyElectron(folder: string, fuses: number): Promise<void> {
  const program = join(folder, 'program');
  await mkdir(join(folder, 'resources'), { recursive: true });
  await mkdir(join(folder, 'locales'));
  await mkdir(program);
  await writeFile(join(program, 'package.json'), '{"name":"default","main":"main.js"}');
  await writeFile(join(program, 'main.js'), '');
  await createPackage(program, join(folder, 'resources/default_app.asar'));
  const binary = Buffer.concat([Buffer.alloc(4096), fuseWire(fuses), Buffer.alloc(4096)]);
  await writeFile(join(folder, 'electron'), binary);
  await chmod(join(folder, 'electron'), 0o755);
  await writeFile(join(folder, 'version'), '45.4.1');
}
