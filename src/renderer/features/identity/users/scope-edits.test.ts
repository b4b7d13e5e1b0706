import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permissionLevels, scopeTypes } from '#contract/identity/users.ts';
import type { UserScope } from '#contract/identity/users.ts';
import { repeatedScopes, sameScopes, withNewScope, withScope } from './scope-edits.ts';

const metal = '019abc00-0000-7000-8000-000000000001';
const wood = '019abc00-0000-7000-8000-000000000002';
const view = (scopeId: string | null): UserScope => ({
  scopeType: 'area',
  scopeId,
  permissionLevel: 'view',
});

const scope = fc.record({
  scopeType: fc.constantFrom(...scopeTypes),
  scopeId: fc.constantFrom(metal, wood, null),
  permissionLevel: fc.constantFrom(...permissionLevels),
});

describe('sameScopes', () => {
  it('does not care for the order', () => {
    fc.assert(
      fc.property(fc.array(scope, { maxLength: 8 }), (scopes) =>
        sameScopes(scopes, scopes.toReversed()),
      ),
    );
  });

  it('tells levels apart', () => {
    expect(sameScopes([view(metal)], [{ ...view(metal), permissionLevel: 'admin' }])).toBe(false);
  });

  it('tells one unit from all units', () => {
    expect(sameScopes([view(metal)], [view(null)])).toBe(false);
  });
});

describe('repeatedScopes', () => {
  it('marks the later of two scopes for the same unit, whatever their levels', () => {
    const scopes: UserScope[] = [
      view(metal),
      view(wood),
      { ...view(metal), permissionLevel: 'admin' },
    ];
    expect([...repeatedScopes(scopes)]).toEqual([2]);
  });

  it('keeps a unit and all units apart', () => {
    expect(repeatedScopes([view(metal), view(null)]).size).toBe(0);
  });
});

describe('withScope', () => {
  it('forgets the unit when the type changes, because units belong to a type', () => {
    expect(withScope([view(metal)], 0, { scopeType: 'branch' })).toEqual([
      { scopeType: 'branch', scopeId: null, permissionLevel: 'view' },
    ]);
  });

  it('keeps the unit when only the level changes', () => {
    expect(withScope([view(metal)], 0, { permissionLevel: 'manage' })[0]).toMatchObject({
      scopeId: metal,
      permissionLevel: 'manage',
    });
  });
});

describe('withNewScope', () => {
  it('offers the first unit without a scope at the weakest level', () => {
    expect(withNewScope([view(metal)], 'area', [metal, wood]).at(-1)).toEqual(view(wood));
  });

  it('offers all units where each has a scope', () => {
    expect(withNewScope([view(metal)], 'area', [metal]).at(-1)).toEqual(view(null));
  });
});
