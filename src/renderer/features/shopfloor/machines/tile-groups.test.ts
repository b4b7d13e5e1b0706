import { describe, expect, it } from 'vitest';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { groupTiles } from './tile-groups.ts';

const hall = { id: 'hall', name: 'Hall 1' };

function tile(
  machineId: string,
  zone: string | null,
  more: Partial<MachineTile> = {},
): MachineTile {
  return {
    id: machineId,
    machineId,
    name: `Machine ${machineId}`,
    area: zone === null ? null : hall,
    zone: zone === null ? null : { id: zone, name: zone },
    state: 'free',
    conditionNote: null,
    node: null,
    requiresRfid: true,
    timeoutMinutes: 60,
    warningMinutes: 5,
    session: null,
    refusal: null,
    ...more,
  };
}

const codes = (tiles: readonly MachineTile[]): string[] => tiles.map(({ machineId }) => machineId);

describe('machines by zone', () => {
  it('orders codes by the size of the numbers in them and puts machines without zone last', () => {
    const groups = groupTiles(
      [tile('X-1', null), tile('M-10', 'Zone B'), tile('M-9', 'Zone B'), tile('M-1', 'Zone A')],
      {},
      'en',
    );
    expect(groups.map(({ zoneName, tiles }) => [zoneName, codes(tiles)])).toEqual([
      ['Zone A', ['M-1']],
      ['Zone B', ['M-9', 'M-10']],
      [null, ['X-1']],
    ]);
  });

  it('finds a machine by the person at it, whatever the case, and drops empty zones', () => {
    const session = {
      id: 's',
      userId: 'u',
      fullName: 'Kim Min-jun',
      startTime: '2026-11-20T00:00:00Z',
      warnAt: '2026-11-20T00:55:00Z',
      endsAt: '2026-11-20T01:00:00Z',
      warned: false,
      releaseState: null,
      unconfirmed: false,
      startedOffline: false,
      extensionsLeft: 2,
      extensionMinutes: 15,
      takeOver: 'none' as const,
      takeOverFrom: null,
      takenFrom: null,
    };
    const tiles = [tile('M-1', 'A'), tile('M-2', 'B', { state: 'in-use', session })];
    const groups = groupTiles(tiles, { search: 'MIN-JUN' }, 'en');
    expect(groups.map(({ tiles: found }) => codes(found))).toEqual([['M-2']]);
  });

  it('shows only the wanted state', () => {
    const tiles = [tile('M-1', 'A'), tile('M-2', 'A', { state: 'blocked' })];
    expect(groupTiles(tiles, { state: 'blocked' }, 'en').flatMap((g) => codes(g.tiles))).toEqual([
      'M-2',
    ]);
  });
});
