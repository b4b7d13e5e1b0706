import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeyStore, type SafeStorage } from './key-store.ts';
import { KeyRefused, newKeyLine } from './master-keys.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'signalbox-keys-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const keyFile = (): string => join(dataDir, 'master.key');
const open = (env: Record<string, string> = {}) => openKeyStore({ dataDir, env });

const turn = (text: string): string => text.split('').toReversed().join('');

/** A key chain that turns the text round; `stale` until it has encrypted once more. */
function keyChain(backend = 'gnome_libsecret') {
  const chain = { stale: false, encryptions: 0 };
  const storage: SafeStorage = {
    backend: () => backend,
    encrypt(text) {
      chain.encryptions += 1;
      chain.stale = false;
      return Promise.resolve(Buffer.from(turn(text)));
    },
    decrypt: (sealed) => Promise.resolve({ text: turn(sealed.toString()), stale: chain.stale }),
  };
  return { chain, storage };
}

describe('the key file', () => {
  it('is made once with mode 0600 and read again', async () => {
    const made = await open();
    expect(made.source).toBe('key-file');
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    expect((await open()).keys.get(1)).toEqual(made.keys.get(1));
  });

  it.each([0o640, 0o604, 0o660, 0o400])('is refused with mode %o', async (mode) => {
    await open();
    chmodSync(keyFile(), mode);
    await expect(open()).rejects.toThrow(/chmod 600/);
    await expect(open()).rejects.toBeInstanceOf(KeyRefused);
  });

  it.runIf(process.getuid?.() === 0)('is refused when it belongs to somebody else', async () => {
    await open();
    chownSync(keyFile(), 12_345, 12_345);
    await expect(open()).rejects.toThrow(/belongs to user 12345/);
  });

  it('is refused as a symbolic link', async () => {
    writeFileSync(join(dataDir, 'elsewhere'), newKeyLine(1), { mode: 0o600 });
    symlinkSync(join(dataDir, 'elsewhere'), keyFile());
    await expect(open()).rejects.toThrow(/symbolic link/);
  });

  it.each(['', 'garbage', '1 c2hvcnQ=', `${newKeyLine(1)}${newKeyLine(1)}`])(
    'is never replaced by a new key when it is damaged: %j',
    async (text) => {
      writeFileSync(keyFile(), text, { mode: 0o600 });
      await expect(open()).rejects.toBeInstanceOf(KeyRefused);
      expect(readFileSync(keyFile(), 'utf8')).toBe(text);
    },
  );

  it('keeps every old key when rotated', async () => {
    const store = await open();
    const old = store.keys.get(1);
    await store.rotate();
    const reopened = await open();
    expect([store.keys.newest, reopened.keys.newest, reopened.keys.oldest]).toEqual([2, 2, 1]);
    expect(reopened.keys.get(1)).toEqual(old);
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  });
});

describe('the credential of the service manager', () => {
  it('goes before the key file and cannot be rotated here', async () => {
    const credentials = mkdtempSync(join(dataDir, 'credentials-'));
    writeFileSync(join(credentials, 'signalbox-key'), newKeyLine(7));
    const store = await open({ CREDENTIALS_DIRECTORY: credentials });
    expect([store.source, store.keys.newest]).toEqual(['credentials', 7]);
    await expect(store.rotate()).rejects.toThrow(/service manager/);
  });

  it('is refused when it is announced but not there', async () => {
    await expect(open({ CREDENTIALS_DIRECTORY: dataDir })).rejects.toThrow(/LoadCredential/);
  });
});

describe('safe storage', () => {
  it.each(['basic_text', 'unknown'])('is refused while its backend is %s', async (backend) => {
    const { storage } = keyChain(backend);
    await expect(openKeyStore({ dataDir, env: {}, safeStorage: storage })).rejects.toThrow(
      /key chain/,
    );
  });

  it('holds the key sealed, and seals it again when the key chain asks', async () => {
    const { chain, storage } = keyChain();
    const made = await openKeyStore({ dataDir, env: {}, safeStorage: storage });
    chain.stale = true;
    const again = await openKeyStore({ dataDir, env: {}, safeStorage: storage });
    expect(again.keys.get(1)).toEqual(made.keys.get(1));
    expect(chain.encryptions).toBe(2);
    expect(readFileSync(join(dataDir, 'master.key.sealed'), 'utf8')).not.toMatch(/^1 /);
  });

  it('leaves the key to the file where a server has used the folder before', async () => {
    const servers = await open();
    const { chain, storage } = keyChain();
    const desktops = await openKeyStore({ dataDir, env: {}, safeStorage: storage });
    expect([desktops.source, desktops.keys.get(1)]).toEqual(['key-file', servers.keys.get(1)]);
    expect(chain.encryptions).toBe(0);
  });

  it('refuses a server the folder whose key it holds, instead of a second key', async () => {
    await openKeyStore({ dataDir, env: {}, safeStorage: keyChain().storage });
    await expect(open()).rejects.toThrow(/sealed in the desktop's key chain/);
    await expect(open()).rejects.toBeInstanceOf(KeyRefused);
  });
});
