/** The sessions of a program in which nobody can be known yet: no database was chosen. */
export const nobody = {
  attachClient: () => Promise.resolve(false),
  redeemHandover: () => Promise.resolve(null),
};

/** The API tokens of a program without a database: none. */
export const noTokens = { verify: () => Promise.resolve({ kind: 'unknown' as const }) };
