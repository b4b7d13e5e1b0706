import { hash, parseOptions, verify } from '@node-rs/argon2';
import type { IdentityPolicy } from '../policy.ts';

/** How a secret compared with its hash. */
export type Verdict = 'right' | 'wrong' | 'unsupported';

/** Hashes and compares passwords, one-time passwords and PINs. */
export interface Hashing {
  /** Argon2id in PHC form, with the cost of the policy. */
  hash(secret: string): Promise<string>;
  /**
   * Compares. With no hash it does the same work against one of nobody's, so that an unknown
   * account takes as long. `unsupported`: a hash this program cannot check, such as bcrypt.
   */
  verify(kept: string | null, secret: string): Promise<Verdict>;
  /** Whether a hash is cheaper than the policy now asks for. */
  isWeak(kept: string): boolean;
}

const ARGON2ID = /^\$argon2id\$/u;

const canonical = (secret: string): string => secret.normalize('NFC');

/** Hashing with argon2id. */
export function argon2Hashing(cost: IdentityPolicy['hashing']): Hashing {
  let nobodys: Promise<string> | undefined;
  return {
    hash: (secret) => hash(canonical(secret), cost),
    async verify(kept, secret) {
      nobodys ??= hash(crypto.randomUUID(), cost);
      const comparable = kept !== null && ARGON2ID.test(kept);
      const matches = await verify(comparable ? kept : await nobodys, canonical(secret));
      if (kept !== null && !comparable) return 'unsupported';
      return comparable && matches ? 'right' : 'wrong';
    },
    isWeak(kept) {
      if (!ARGON2ID.test(kept)) return true;
      const used = parseOptions(kept);
      return used.memoryCost < cost.memoryCost || used.timeCost < cost.timeCost;
    },
  };
}
