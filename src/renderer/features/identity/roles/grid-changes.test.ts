import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permissions } from '#contract/permissions.ts';
import type { RoleRow } from '#contract/identity/roles.ts';
import {
  changeCount,
  changedColumns,
  isChanged,
  movedPlace,
  permits,
  toggled,
} from './grid-changes.ts';
import type { GridDraft } from './grid-changes.ts';

const role = (over: Partial<RoleRow> = {}): RoleRow => ({
  id: 'operator',
  version: 3,
  name: 'operator',
  description: null,
  isProtected: false,
  permissions: ['machine:read', 'alarm:read'],
  users: 2,
  ...over,
});
const nothing: GridDraft = new Map();

describe('toggled', () => {
  it('gives and takes a permission without touching what is saved', () => {
    const draft = toggled(role(), 'machine:read', toggled(role(), 'user:read', nothing));
    expect(permits(role(), 'user:read', draft)).toBe(true);
    expect(permits(role(), 'machine:read', draft)).toBe(false);
    expect(permits(role(), 'alarm:read', draft)).toBe(true);
    expect(changeCount([role()], draft)).toBe(2);
  });

  it('leaves nothing to save when every cell was turned twice', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...permissions)), (cells) => {
        const twice = [...cells, ...cells.toReversed()];
        const draft = twice.reduce((now, cell) => toggled(role(), cell, now), nothing);
        expect(draft.size).toBe(0);
      }),
    );
  });

  it('never changes a protected role', () => {
    const admin = role({ isProtected: true });
    expect(toggled(admin, 'machine:read', nothing)).toBe(nothing);
  });

  it('marks only cells that differ from what is saved', () => {
    const draft = toggled(role(), 'user:read', nothing);
    expect(isChanged(role(), 'user:read', draft)).toBe(true);
    expect(isChanged(role(), 'alarm:read', draft)).toBe(false);
  });
});

describe('changedColumns', () => {
  it('sends only changed roles, with the version that was read', () => {
    const other = role({ id: 'viewer', permissions: [] });
    const draft = toggled(role(), 'machine:read', nothing);
    expect(changedColumns([role(), other], draft)).toEqual([
      {
        id: 'operator',
        version: 3,
        name: 'operator',
        description: null,
        permissions: ['alarm:read'],
      },
    ]);
  });
});

describe('movedPlace', () => {
  it('stays inside the grid whatever is pressed', () => {
    const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageDown', 'Home', 'End'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...keys)), (pressed) => {
        const place = pressed.reduce((now, key) => movedPlace(now, key, 5, 3) ?? now, {
          row: 0,
          column: 0,
        });
        expect(place.row).toBeGreaterThanOrEqual(0);
        expect(place.row).toBeLessThan(5);
        expect(place.column).toBeGreaterThanOrEqual(0);
        expect(place.column).toBeLessThan(3);
      }),
    );
  });

  it('leaves other keys to others', () => {
    expect(movedPlace({ row: 0, column: 0 }, 'Tab', 5, 3)).toBeNull();
  });
});
