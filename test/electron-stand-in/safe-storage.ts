import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from './app.ts';
import { type Shared, standInFor } from './unimplemented.ts';

type Backend = ReturnType<Electron.SafeStorage['getSelectedStorageBackend']>;

const PREFIX = Buffer.from('stand-in');
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function loadKey(): Buffer {
  const folder = app.getPath('userData');
  const path = join(folder, 'stand-in-keyring');
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(path, randomBytes(32), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path);
}

function requireReady(): void {
  if (!app.isReady()) throw new Error('safeStorage cannot be used before app is ready');
}

class SafeStorage extends standInFor('safeStorage') {
  /** What the desktop's keyring pretends to be; tests set it to see a refusal. */
  backend: Backend =
    (process.env['ELECTRON_STAND_IN_KEYRING'] as Backend | undefined) ?? 'gnome_libsecret';
  /** Whether decrypting asks for a new encryption; tests set it to see a key rotation. */
  shouldReEncrypt = false;

  getSelectedStorageBackend(): Backend {
    return app.isReady() ? this.backend : 'unknown';
  }

  async isAsyncEncryptionAvailable(): Promise<boolean> {
    await app.whenReady();
    return this.backend !== 'unknown';
  }

  async encryptStringAsync(plainText: string): Promise<Buffer> {
    requireReady();
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', loadKey(), nonce);
    const text = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Buffer.concat([PREFIX, nonce, cipher.getAuthTag(), text]);
  }

  async decryptStringAsync(encrypted: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
    requireReady();
    if (!encrypted.subarray(0, PREFIX.length).equals(PREFIX)) {
      throw new Error(
        'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.',
      );
    }
    const nonce = encrypted.subarray(PREFIX.length, PREFIX.length + NONCE_BYTES);
    const sealed = encrypted.subarray(PREFIX.length + NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', loadKey(), nonce);
    decipher.setAuthTag(sealed.subarray(0, TAG_BYTES));
    const text = Buffer.concat([decipher.update(sealed.subarray(TAG_BYTES)), decipher.final()]);
    return { result: text.toString('utf8'), shouldReEncrypt: this.shouldReEncrypt };
  }
}

/** Stands in for Electron's `safeStorage`, of which it has only the asynchronous half. */
export const safeStorage = new SafeStorage();

safeStorage satisfies Shared<SafeStorage, Electron.SafeStorage>;
