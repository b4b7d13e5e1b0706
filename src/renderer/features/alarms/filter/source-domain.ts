/** The parts of the program whose things raise alarms. */
export const sourceDomains = ['shopfloor', 'identity', 'operations', 'other'] as const;

/** One of {@link sourceDomains}. */
export type SourceDomain = (typeof sourceDomains)[number];

const nouns = {
  shopfloor: ['node', 'machine', 'accessory', 'area', 'zone', 'application'],
  identity: ['reader', 'badge', 'user', 'token', 'place', 'audit'],
  operations: ['monitor', 'database', 'workstation', 'notification-channel'],
} as const;

/** The nouns of sources that the program raises alarms of. */
export const sourceNouns = Object.values(nouns).flat();

const domains = new Map<string, SourceDomain>(
  (Object.keys(nouns) as (keyof typeof nouns)[]).flatMap((domain) =>
    nouns[domain].map((noun) => [noun, domain] as const),
  ),
);

/** The domain of a noun of a source. */
export const domainOf = (sourceType: string): SourceDomain => domains.get(sourceType) ?? 'other';

/** The nouns of sources of a domain, or for what belongs to none all others. */
export const sourcesOf = (domain: SourceDomain) =>
  domain === 'other' ? { exceptSourceTypes: sourceNouns } : { sourceTypes: [...nouns[domain]] };
