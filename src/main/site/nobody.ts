/** The sessions of a program in which nobody can be known yet: no database was chosen. */
export const nobody = {
  attachClient: () => Promise.resolve(false),
  redeemHandover: () => Promise.resolve(null),
};

/** The wall displays of a program without a database: none. A browser that was paired asks again later. */
export const noDisplays = {
  pair: () => Promise.resolve({ kind: 'refused' as const }),
  attachDisplay: () => Promise.resolve(),
};

/** The API tokens of a program without a database: none. */
export const noTokens = { verify: () => Promise.resolve({ kind: 'unknown' as const }) };
