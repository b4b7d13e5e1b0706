import { describe, expect, it } from 'vitest';
import type { Area } from '#contract/shopfloor/areas.ts';
import type { Machine } from '#contract/shopfloor/machines.ts';
import type { Zone } from '#contract/shopfloor/zones.ts';
import { branchesOf } from './structure-branches.ts';
import type { Branch } from './structure-branches.ts';

const areas = [{ id: 'a', code: 'H1', name: 'Hall 1', active: true }] as Area[];
const zones = [
  { id: 'z1', code: 'Z1', name: 'Press shop', areaId: 'a', active: true },
  { id: 'z2', code: 'Z2', name: 'Welding', areaId: 'a', active: true },
] as Zone[];
const machine = (id: string, name: string, zoneId: string | null): Machine =>
  ({ id, machineId: id, name, active: true, zone: zoneId ? { id: zoneId } : null }) as Machine;
const machines = [
  machine('M-1', 'Press', 'z1'),
  machine('M-2', 'Robot', 'z2'),
  machine('M-3', 'Spare', null),
];

const keys = (branches: readonly Branch[]): unknown[] =>
  branches.map(({ key, branches: inner }) => [key, ...keys(inner)]);

describe('the tree of areas', () => {
  it('holds machines in their zones and those without zone at the end', () => {
    expect(keys(branchesOf({ areas, zones, machines }, ''))).toEqual([
      ['area:a', ['zone:z1', ['machine:M-1']], ['zone:z2', ['machine:M-2']]],
      ['area:none', ['machine:M-3']],
    ]);
  });

  it('keeps the way to what is found, and all that is in a found zone', () => {
    expect(keys(branchesOf({ areas, zones, machines }, 'robot'))).toEqual([
      ['area:a', ['zone:z2', ['machine:M-2']]],
    ]);
    expect(keys(branchesOf({ areas, zones, machines }, 'WELD'))).toEqual([
      ['area:a', ['zone:z2', ['machine:M-2']]],
    ]);
  });
});
