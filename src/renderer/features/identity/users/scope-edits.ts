import type { scopeTypes, UserScope } from '#contract/identity/users.ts';

/** What a scope narrows. */
export type ScopeType = (typeof scopeTypes)[number];

const keyOf = ({ scopeType, scopeId }: UserScope): string => `${scopeType} ${scopeId ?? '*'}`;
const textOf = (scope: UserScope): string => `${keyOf(scope)} ${scope.permissionLevel}`;

/** Whether two sets of scopes allow the same; their order does not matter. */
export function sameScopes(a: readonly UserScope[], b: readonly UserScope[]): boolean {
  return a.map(textOf).toSorted().join('\n') === b.map(textOf).toSorted().join('\n');
}

/** The places of scopes that name the same unit as an earlier one; one of the two must go. */
export function repeatedScopes(scopes: readonly UserScope[]): ReadonlySet<number> {
  const seen = new Set<string>();
  const repeated = new Set<number>();
  for (const [index, scope] of scopes.entries()) {
    if (seen.has(keyOf(scope))) repeated.add(index);
    seen.add(keyOf(scope));
  }
  return repeated;
}

/** The scopes with the one at `index` changed; another type forgets the unit, which belongs to the old one. */
export function withScope(
  scopes: readonly UserScope[],
  index: number,
  change: Partial<UserScope>,
): UserScope[] {
  return scopes.map((scope, place) => {
    if (place !== index) return scope;
    const otherType = change.scopeType !== undefined && change.scopeType !== scope.scopeType;
    return { ...scope, ...(otherType && { scopeId: null }), ...change };
  });
}

/** The scopes with one more: the first unit that has none yet, or all units of the type; weakest level. */
export function withNewScope(
  scopes: readonly UserScope[],
  scopeType: ScopeType,
  unitIds: readonly string[],
): UserScope[] {
  const taken = new Set(scopes.map(keyOf));
  const free = unitIds.find((id) => !taken.has(`${scopeType} ${id}`)) ?? null;
  return [...scopes, { scopeType, scopeId: free, permissionLevel: 'view' }];
}
