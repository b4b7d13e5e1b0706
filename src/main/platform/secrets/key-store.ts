import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readKeyFile, writeKeyFile } from './key-file.ts';
import { KeyRefused, type MasterKeys, newKeyLine, parseKeys } from './master-keys.ts';

/** The operating system's key chain, as the desktop shell offers it. */
export interface SafeStorage {
  /** Name of the key chain in use, such as `gnome_libsecret` or `keychain`. */
  backend(): string;
  encrypt(text: string): Promise<Buffer>;
  /** `stale` asks for the text to be encrypted again under a newer key of the key chain. */
  decrypt(sealed: Buffer): Promise<{ readonly text: string; readonly stale: boolean }>;
}

/** Where the master key comes from. */
export interface KeyStoreOptions {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Given by the desktop; a server has none. */
  readonly safeStorage?: SafeStorage;
}

/** The master keys, held open for the life of the program. */
export interface KeyStore {
  /** Which of the three sources is in use, for the log and the status screen. */
  readonly source: 'safe-storage' | 'credentials' | 'key-file';
  readonly keys: MasterKeys;
  /**
   * Adds a key that new values are sealed under; old ones stay readable. Throws {@link KeyRefused}
   * where the key is given from outside and cannot be changed here.
   */
  rotate(): Promise<MasterKeys>;
}

interface KeySource {
  readonly kind: KeyStore['source'];
  readonly where: string;
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
}

const CREDENTIAL = 'signalbox-key';

const refuse = (why: string) => () => Promise.reject(new KeyRefused(why));

function credentialSource(directory: string): KeySource {
  const where = join(directory, CREDENTIAL);
  return {
    kind: 'credentials',
    where,
    read: () =>
      readFile(where, 'utf8').catch(
        refuse(
          `There is no credential ${where}. Add LoadCredentialEncrypted=${CREDENTIAL} to the service, or remove CREDENTIALS_DIRECTORY.`,
        ),
      ),
    write: refuse(
      'The master key is a credential of the service manager. Add the new key there as a further line and restart.',
    ),
  };
}

const keyFileIn = (dataDir: string): string => join(dataDir, 'master.key');
const sealedFileIn = (dataDir: string): string => join(dataDir, 'master.key.sealed');

function fileSource(dataDir: string): KeySource {
  const where = keyFileIn(dataDir);
  if (!existsSync(where) && existsSync(sealedFileIn(dataDir))) {
    throw new KeyRefused(
      `The master key of ${dataDir} is sealed in the desktop's key chain, which a server cannot open. Open this folder with the desktop, or give the server a folder of its own with --data DIR.`,
    );
  }
  return {
    kind: 'key-file',
    where,
    read: () => readKeyFile(where),
    write: (text) => writeKeyFile(where, text),
  };
}

const PLAIN_BACKENDS: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

function safeStorageSource(dataDir: string, storage: SafeStorage): KeySource {
  if (PLAIN_BACKENDS.has(storage.backend())) {
    throw new KeyRefused(
      `The desktop has no key chain (safe storage says "${storage.backend()}"), so the master key would lie in the clear. Install and unlock GNOME Keyring or KWallet, then start again.`,
    );
  }
  const where = sealedFileIn(dataDir);
  const write = async (text: string) => writeKeyFile(where, await storage.encrypt(text));
  const read = async () => {
    const sealed = await readFile(where).catch(missingAsNull);
    if (!sealed) return null;
    const { text, stale } = await storage.decrypt(sealed);
    if (stale) await write(text);
    return text;
  };
  return { kind: 'safe-storage', where, read, write };
}

function missingAsNull(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function chooseSource({ dataDir, env, safeStorage }: KeyStoreOptions): KeySource {
  // A second key would leave what a server has written in this folder unreadable.
  if (safeStorage && !existsSync(keyFileIn(dataDir))) {
    return safeStorageSource(dataDir, safeStorage);
  }
  const credentials = env['CREDENTIALS_DIRECTORY'];
  return credentials ? credentialSource(credentials) : fileSource(dataDir);
}

async function makeFirst(source: KeySource): Promise<string> {
  const text = newKeyLine(1);
  await source.write(text);
  return text;
}

/**
 * Opens the master keys: the desktop's key chain (unless the folder has a key file already), else `$CREDENTIALS_DIRECTORY/signalbox-key`, else
 * `master.key` in the data folder, which is made the first time. Never environment or arguments:
 * other users can read those. Throws {@link KeyRefused} with what to do.
 */
export async function openKeyStore(options: KeyStoreOptions): Promise<KeyStore> {
  const source = chooseSource(options);
  let text = (await source.read()) ?? (await makeFirst(source));
  let keys = parseKeys(text, source.where);
  return {
    source: source.kind,
    get keys() {
      return keys;
    },
    async rotate() {
      const next = `${text.trimEnd()}\n${newKeyLine(keys.newest + 1)}`;
      await source.write(next);
      text = next;
      keys = parseKeys(text, source.where);
      return keys;
    },
  };
}
