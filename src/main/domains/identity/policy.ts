/** What an administrator may set about signing in. Defaults follow NIST 800-63B-4. */
export interface IdentityPolicy {
  /** Cost of argon2id; memory in KiB. */
  readonly hashing: {
    readonly memoryCost: number;
    readonly timeCost: number;
    readonly parallelism: number;
  };
  /** Characters of a password that is the only proof, and of one beside a second factor. */
  readonly minimumPassword: number;
  readonly minimumPasswordWithMfa: number;
  /** Seconds without input after which a console locks; 300 at most. */
  readonly idleLockSeconds: number;
  /** Hours after which a session ends whatever happens; 12 at most. */
  readonly longestHours: number;
  /** Seconds for which a proof counts as fresh. */
  readonly freshSeconds: number;
  /** Published passwords that open nothing here and that nobody may choose, in NFC. */
  readonly refusedPasswords: ReadonlySet<string>;
}

/** The policy of an installation that has set nothing. */
export const defaultPolicy: IdentityPolicy = {
  hashing: { memoryCost: 65_536, timeCost: 3, parallelism: 1 },
  minimumPassword: 15,
  minimumPasswordWithMfa: 8,
  idleLockSeconds: 300,
  longestHours: 12,
  freshSeconds: 300,
  refusedPasswords: new Set(),
};

/** `policy` with the limits that nobody may loosen. */
export function boundedPolicy(policy: IdentityPolicy): IdentityPolicy {
  return {
    ...policy,
    minimumPassword: Math.max(policy.minimumPassword, 15),
    minimumPasswordWithMfa: Math.max(policy.minimumPasswordWithMfa, 8),
    idleLockSeconds: Math.min(policy.idleLockSeconds, 300),
    longestHours: Math.min(policy.longestHours, 12),
  };
}

/** Whether a password is one of those that open nothing here. */
export const isRefusedPassword = (policy: IdentityPolicy, password: string): boolean =>
  policy.refusedPasswords.has(password.normalize('NFC'));
