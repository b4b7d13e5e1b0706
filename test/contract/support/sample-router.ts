import { EventEmitter, on } from 'node:events';
import { implement, ORPCError } from '@orpc/server';
import { sql } from 'kysely';
import type { Database } from '#platform/database/database.ts';
import { CommitUnknown, DatabaseReadOnly, DatabaseUnavailable } from '#platform/database/errors.ts';
import type { CallContext } from '#platform/rpc/context.ts';
import {
  requireActor,
  requirePublic,
  requireToken,
  requireViewer,
} from '#platform/rpc/procedures.ts';
import { sampleContract } from './sample-contract.ts';

/** What handlers of the sample do, seen from the test. */
export interface Probe {
  /** `row` publishes a change to `live`; `started:x`, `aborted:x` and `ended:x` tell of the handler named x. */
  readonly events: EventEmitter;
}

/** A value that must never leave the server. */
export const SECRET = 'diabetes, bob@example.com';

const causes = {
  unavailable: new DatabaseUnavailable({ code: 'ECONNREFUSED', message: SECRET }),
  'read-only': new DatabaseReadOnly({ code: '53100', message: SECRET }),
  'commit-unknown': new CommitUnknown({ code: '57P01', message: SECRET }),
};

/** Implements the sample contract. `database` is needed by `sleepInDatabase` only. */
export function createSampleRouter({ events }: Probe, database?: Database) {
  const implementer = implement(sampleContract).$context<CallContext>();
  const open = implementer.use(requirePublic);
  const signedIn = implementer.use(requireActor);
  const forTokens = implementer.use(requireToken);
  const viewing = implementer.use(requireViewer);

  async function* rows(signal: AbortSignal | undefined) {
    events.emit('started:live');
    try {
      for await (const [value] of on(events, 'row', { signal }))
        yield value as { id: string; value: number };
    } finally {
      events.emit('ended:live');
    }
  }

  return implementer.router({
    echo: open.echo.handler(({ input }) => ({ text: input.text })),
    bare: open.bare.handler(() => 'bare' as const),
    guarded: Object.fromEntries(
      Object.entries(signedIn.guarded).map(([name, one]) => [
        name,
        one.handler(() => 'done' as const),
      ]),
    ),
    forDisplays: {
      row: viewing.forDisplays.row.handler(() => 'done' as const),
      open: open.forDisplays.open.handler(() => 'done' as const),
      rows: viewing.forDisplays.rows.handler(async function* ({ signal }) {
        yield { id: 'first', value: 0 };
        yield* rows(signal);
      }),
    },
    fail: {
      declared: open.fail.declared.handler(({ errors }) => {
        throw errors.MACHINE_BUSY({ data: { sessionId: 's-1', since: '2026-01-05T08:00:00Z' } });
      }),
      unforeseen: open.fail.unforeseen.handler(() => {
        throw new Error(`Failing row contains (${SECRET})`);
      }),
      undeclared: open.fail.undeclared.handler(() => {
        throw new ORPCError('TEAPOT', { status: 418, message: SECRET, data: { row: SECRET } });
      }),
      wrongOutput: open.fail.wrongOutput.handler(() => ({ n: SECRET }) as unknown as { n: number }),
      database: open.fail.database.handler(({ input }) => {
        throw causes[input.kind];
      }),
    },
    wait: open.wait.handler(async ({ input, signal }) => {
      events.emit(`started:${input.name}`);
      await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
      events.emit(`aborted:${input.name}`);
      return {};
    }),
    sleepInDatabase: open.sleepInDatabase.handler(async ({ signal }) => {
      events.emit('started:sleep');
      try {
        await database?.asSystem('sleep', (tx) => sql`select pg_sleep(60)`.execute(tx), { signal });
      } finally {
        events.emit('ended:sleep');
      }
      return {};
    }),
    live: open.live.handler(async function* ({ signal }) {
      yield { kind: 'snapshot' as const, rows: [{ id: 'a', value: 1 }] };
      for await (const row of rows(signal))
        yield { kind: 'changes' as const, upserts: [row], removed: [] };
    }),
    personal: signedIn.personal.handler(async function* ({ signal }) {
      yield { id: 'first', value: 0 };
      yield* rows(signal);
    }),
    flood: open.flood.handler(async function* ({ input }) {
      const padding = 'x'.repeat(input.size);
      try {
        for (;;) yield { padding };
      } finally {
        events.emit('ended:flood');
      }
    }),
    failingStream: open.failingStream.handler(async function* () {
      yield { id: 'a', value: 1 };
      throw new Error(`Failing row contains (${SECRET})`);
    }),
    report: forTokens.report.handler(({ input, context }) => ({
      machineId: input.machineId,
      by: context.holder.name,
    })),
  });
}
