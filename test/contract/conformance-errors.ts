import { isDefinedError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { failureOf } from './support/failure.ts';
import type { Subject } from './support/harness.ts';
import { SECRET } from './support/sample-router.ts';

/** What leaves the server when something fails. */
export function describeErrors({ harness, incidents }: Subject): void {
  describe('a failure', () => {
    it('that is declared arrives typed, with its data', async () => {
      const { console } = await harness().openConsole(null);
      const failure = await failureOf(console.client.fail.declared({}));
      expect(isDefinedError(failure)).toBe(true);
      expect(failure).toMatchObject({
        code: 'MACHINE_BUSY',
        status: 409,
        data: { sessionId: 's-1', since: '2026-01-05T08:00:00Z' },
      });
      console.close();
    });

    it.each(['unforeseen', 'undeclared', 'wrongOutput'] as const)(
      'that is %s leaves nothing but the id of its incident',
      async (kind) => {
        const { console } = await harness().openConsole(null);
        const failure = await failureOf(console.client.fail[kind]({}));
        const incident = incidents.at(-1);
        expect(failure.toJSON()).toEqual({
          defined: true,
          code: 'INCIDENT',
          status: 500,
          message: `Something went wrong. The failure is kept as incident ${incident?.id}.`,
          data: { incident: incident?.id },
        });
        expect(incident).toMatchObject({ procedure: `fail.${kind}`, userId: null });
        console.close();
      },
    );

    it('in the middle of a stream leaves the id of its incident, too', async () => {
      const { console } = await harness().openConsole(null);
      const stream = await console.client.failingStream({});
      expect(await stream.next()).toEqual({ done: false, value: { id: 'a', value: 1 } });
      const failure = await failureOf(stream.next());
      expect(failure).toMatchObject({ code: 'INCIDENT', data: { incident: incidents.at(-1)?.id } });
      expect(JSON.stringify(failure)).not.toContain(SECRET);
      console.close();
    });

    it.each([
      ['unavailable', 'DATABASE_UNAVAILABLE'],
      ['read-only', 'READ_ONLY'],
      ['commit-unknown', 'COMMIT_UNKNOWN'],
    ] as const)('of a database that is %s is said as %s', async (kind, code) => {
      const { console } = await harness().openConsole(null);
      const failure = await failureOf(console.client.fail.database({ kind }));
      expect(failure).toMatchObject({ code, status: 503, defined: true });
      expect(JSON.stringify(failure)).not.toContain(SECRET);
      console.close();
    });

    it('of an input names its fields and none of its values', async () => {
      const { console } = await harness().openConsole(null);
      const input = { text: 4711, surplus: SECRET } as unknown as { text: string };
      const failure = await failureOf(console.client.echo(input));
      expect(failure.toJSON()).toEqual({
        defined: true,
        code: 'BAD_REQUEST',
        status: 400,
        message: 'The input is not valid.',
        data: {
          issues: [
            { path: ['text'], message: 'Invalid input: expected string, received number' },
            { path: [], message: 'Unrecognized key: "surplus"' },
          ],
        },
      });
      console.close();
    });

    it('of an input where none is declared is said as such', async () => {
      const { console } = await harness().openConsole(null);
      const call = console.client.bare as unknown as (input: object) => Promise<unknown>;
      expect(await failureOf(call({ a: 1 }))).toMatchObject({ code: 'BAD_REQUEST', defined: true });
      expect(await console.client.bare()).toBe('bare');
      console.close();
    });

    it('of a name that the contract does not have is a refusal', async () => {
      const { console } = await harness().openConsole(null);
      const client = console.client as unknown as Record<
        string,
        (input: object) => Promise<unknown>
      >;
      expect(await failureOf(client['nothing']?.({}) ?? Promise.resolve())).toMatchObject({
        status: 404,
      });
      console.close();
    });
  });
}
