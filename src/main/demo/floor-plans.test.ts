import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFloorPlan } from '#domains/shopfloor/plans/floor-plan-svg.ts';
import { appRoot } from '#platform/config/app-root.ts';
import { floor } from './floor.ts';

describe.each(floor)('the floor plan of $name', ({ plan, zones }) => {
  const file = join(appRoot, 'resources', 'floor-plans', `${plan}.svg`);
  const read = readFloorPlan(readFileSync(file, 'utf8'));

  it('is taken, and everything stands on it', () => {
    if (read.kind === 'refused') throw new Error(JSON.stringify(read.faults));
    for (const { node, machines } of zones)
      for (const { at } of [node, ...machines]) {
        expect(at[0]).toBeLessThan(read.width);
        expect(at[1]).toBeLessThan(read.height);
      }
  });
});
