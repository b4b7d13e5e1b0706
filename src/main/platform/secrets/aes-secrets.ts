import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { KeyRefused, MASTER_KEY_BYTES, type MasterKeys } from './master-keys.ts';
import type { SecretPlace, Secrets } from './secrets.ts';

/** A sealed value that does not open: moved to another place, altered, or its key is gone. */
export class SecretUnreadable extends Error {
  readonly code = 'SECRET_UNREADABLE';
  override readonly name = 'SecretUnreadable';
  /** Where the value lies. */
  readonly place: SecretPlace;

  constructor(place: SecretPlace, why: string) {
    super(`The sealed value in ${place.table}.${place.column} cannot be read: ${why}`);
    this.place = place;
  }
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^v(\d{1,9})\.([A-Za-z0-9_-]+)$/;

/** JSON keeps the parts apart: no choice of names makes two places read the same. */
function boundTo(place: SecretPlace, version: number): Buffer {
  return Buffer.from(JSON.stringify([place.table, place.column, place.key, version]));
}

function versionOf(sealed: string): number | null {
  const [, version] = SEALED.exec(sealed) ?? [];
  return version === undefined ? null : Number(version);
}

/** Derives one key per version and purpose, once. */
function subKeys(keys: () => MasterKeys): (version: number, purpose: string) => Buffer | null {
  const derived = new Map<string, Buffer>();
  return (version, purpose) => {
    const id = `${version}|${purpose}`;
    const known = derived.get(id);
    if (known) return known;
    const master = keys().get(version);
    if (!master) return null;
    const key = Buffer.from(hkdfSync('sha256', master, 'signalbox', purpose, MASTER_KEY_BYTES));
    derived.set(id, key);
    return key;
  };
}

/**
 * Secrets over the master keys (HKDF-SHA256 sub-keys, AES-256-GCM). `keys` is asked at each call, so
 * a rotation takes effect at once. HMAC keys come from the oldest master key: rotating must not
 * make every enrolled badge unknown.
 */
export function aesSecrets(keys: () => MasterKeys): Secrets {
  const subKey = subKeys(keys);

  function required(version: number, purpose: string): Buffer {
    const key = subKey(version, purpose);
    if (!key)
      throw new KeyRefused(`Master key version ${version} is missing. Restore the key file.`);
    return key;
  }

  return {
    hmac: (purpose, data) =>
      createHmac('sha256', required(keys().oldest, `hmac|${purpose}`))
        .update(data)
        .digest(),
    seal(place, text) {
      const version = keys().newest;
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, required(version, 'seal'), nonce);
      cipher.setAAD(boundTo(place, version));
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final()]);
      return `v${version}.${Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64url')}`;
    },
    open(place, sealed) {
      const version = versionOf(sealed);
      const key = version === null ? null : subKey(version, 'seal');
      if (version === null) throw new SecretUnreadable(place, 'it is not a sealed value.');
      if (!key) throw new SecretUnreadable(place, `key version ${version} is not here.`);
      return decrypt(place, sealed.slice(sealed.indexOf('.') + 1), version, key);
    },
    isStale: (sealed) => versionOf(sealed) !== keys().newest,
  };
}

function decrypt(place: SecretPlace, body: string, version: number, key: Buffer): string {
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new SecretUnreadable(place, 'it is cut short.');
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(place, version));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    throw new SecretUnreadable(place, 'it was altered or belongs to another place.');
  }
}
