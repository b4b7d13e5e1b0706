/** The parts of the program whose things raise alarms. */
export const sourceDomains = ['shopfloor', 'identity', 'operations', 'other'] as const;

/** One of {@link sourceDomains}. */
export type SourceDomain = (typeof sourceDomains)[number];

const domains = new Map<string, SourceDomain>([
  ...['node', 'machine', 'accessory', 'area', 'zone', 'application'].map(
    (type) => [type, 'shopfloor'] as const,
  ),
  ...['reader', 'badge', 'user', 'token', 'place', 'audit'].map(
    (type) => [type, 'identity'] as const,
  ),
  ...['monitor', 'database', 'workstation', 'notification-channel'].map(
    (type) => [type, 'operations'] as const,
  ),
]);

/** The domain of a noun of a source. */
export const domainOf = (sourceType: string): SourceDomain => domains.get(sourceType) ?? 'other';
