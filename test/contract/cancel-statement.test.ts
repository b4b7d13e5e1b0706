import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/support/test-database.ts';
import { failureOf } from './support/failure.ts';
import { serveSample } from './support/harness.ts';
import { portHarness } from './support/port-harness.ts';
import { webHarness } from './support/web-harness.ts';

const running = `select count(*)::int as n from pg_stat_activity
  where datname = current_database() and state = 'active' and query ~ 'select pg_sleep' and pid <> pg_backend_pid()`;

describe.each([
  ['a MessagePort', portHarness],
  ['a WebSocket', webHarness],
] as const)('over %s', (_, open) => {
  it.each(['cancelling the call', 'closing the console'])(
    '%s cancels its statement in PostgreSQL',
    async (how) => {
      await using db = await createTestDatabase();
      const served = serveSample(db.database);
      await using harness = await open(served);
      const { console } = await harness.openConsole(null);
      const count = async (): Promise<number> =>
        (await db.admin.query<{ n: number }>(running)).rows[0]?.n ?? -1;
      const cancel = new AbortController();
      const failure = failureOf(console.client.sleepInDatabase({}, { signal: cancel.signal }));
      await expect.poll(count).toBe(1);
      const ended = once(served.events, 'ended:sleep');
      if (how === 'cancelling the call') cancel.abort();
      else console.close();
      await ended;
      await expect.poll(count).toBe(0);
      expect(await failure).toBeInstanceOf(Error);
      expect(served.incidents).toEqual([]);
      console.close();
    },
  );
});
