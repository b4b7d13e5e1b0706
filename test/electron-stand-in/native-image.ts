import { readFileSync } from 'node:fs';
import { standInFor } from './unimplemented.ts';

const PNG_SIGNATURE = 'iVBORw0KGgo';

/** Stands in for Electron's NativeImage: keeps the bytes, and reads the size of a PNG. */
export class NativeImage extends standInFor('NativeImage') {
  readonly #bytes: Buffer;
  readonly #size: Electron.Size;

  constructor(bytes: Buffer, size: Electron.Size = pngSize(bytes)) {
    super();
    this.#bytes = bytes;
    this.#size = size;
  }

  static createEmpty(): NativeImage {
    return new NativeImage(Buffer.alloc(0));
  }

  static createFromPath(path: string): NativeImage {
    try {
      return new NativeImage(readFileSync(path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NativeImage.createEmpty();
      throw error;
    }
  }

  static createFromBuffer(bytes: Buffer): NativeImage {
    return new NativeImage(bytes);
  }

  static createFromDataURL(url: string): NativeImage {
    return new NativeImage(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
  }

  isEmpty(): boolean {
    return this.#bytes.length === 0;
  }

  getSize(): Electron.Size {
    return { ...this.#size };
  }

  resize({ width, height }: Electron.ResizeOptions): NativeImage {
    const size = { width: width ?? this.#size.width, height: height ?? this.#size.height };
    return new NativeImage(this.#bytes, size);
  }

  toPNG(): Buffer {
    return this.#bytes;
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#bytes.toString('base64')}`;
  }

  setTemplateImage(): void {
    return;
  }
}

function pngSize(bytes: Buffer): Electron.Size {
  if (!bytes.toString('base64').startsWith(PNG_SIGNATURE)) return { width: 0, height: 0 };
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
