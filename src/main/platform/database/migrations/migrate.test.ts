import type { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { ServerTooOld } from '../errors.ts';
import { assertSupported } from './migrate.ts';

/** Stands for a server of a version that is not installed anywhere any more. */
function serverOf(number: number, name: string): Pick<Client, 'query'> {
  return { query: (() => Promise.resolve({ rows: [{ number, name }] })) as never };
}

describe('the oldest server', () => {
  it('that works is PostgreSQL 15', async () => {
    await expect(assertSupported(serverOf(150_000, '15.0'))).resolves.toBeUndefined();
  });

  it('older than that is refused with both versions named', async () => {
    const refused = assertSupported(serverOf(140_012, '14.12'));
    await expect(refused).rejects.toThrow(ServerTooOld);
    await expect(refused).rejects.toThrow(/14\.12.*15/);
  });
});
