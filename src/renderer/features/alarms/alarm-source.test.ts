import { describe, expect, it } from 'vitest';
import { sourceAddress } from './alarm-source.ts';

const everything = (): boolean => true;

describe('sourceAddress', () => {
  it('searches the screen of the noun for the name, and keeps what other screens remember', () => {
    const node = { sourceType: 'node', sourceName: 'N 04' };
    expect(sourceAddress(node, everything, '?alarms.priority=P1')).toBe(
      '/shopfloor/nodes?alarms.priority=P1&nodes.search=N+04',
    );
  });

  it('opens a screen without search as it is', () => {
    const monitor = { sourceType: 'monitor', sourceName: 'node-offline' };
    expect(sourceAddress(monitor, everything, '')).toBe('/monitors');
  });

  it('knows no way to a screen that the person may not open', () => {
    const reader = { sourceType: 'reader', sourceName: 'Gate' };
    expect(sourceAddress(reader, (permission) => permission !== 'reader:read', '')).toBeUndefined();
  });

  it('knows no way to a noun without a screen', () => {
    expect(
      sourceAddress({ sourceType: 'constructor', sourceName: 'x' }, everything, ''),
    ).toBeUndefined();
  });
});
