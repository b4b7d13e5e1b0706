/** The languages the console speaks, as BCP 47 tags. */
export const languages = ['en', 'ko', 'ja'] as const;

/** One of {@link languages}. */
export type Language = (typeof languages)[number];
