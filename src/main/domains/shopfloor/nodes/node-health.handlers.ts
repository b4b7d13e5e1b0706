import type { NodeTraceEntry } from '#contract/shopfloor/node-health.ts';
import { eventQueue } from '#platform/changes/event-queue.ts';
import type { Database } from '#platform/database/database.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import type { Trace, TraceEntry } from '#platform/serial/trace.ts';
import { listDevices } from './bluetooth.queries.ts';
import { listLineMinutes } from './line-minutes.queries.ts';
import { countRestarts, listNodeReports } from './node-history.queries.ts';
import { findNode } from './nodes.queries.ts';
import { maskedEntry } from './trace-masking.ts';

/** How many entries of the past a trace begins with. */
const PAST_ENTRIES = 100;

async function* followTrace(trace: Trace, signal: AbortSignal): AsyncGenerator<NodeTraceEntry> {
  const queue = eventQueue<TraceEntry>(signal);
  const listening = trace.subscribe(queue.push);
  signal.addEventListener('abort', () => listening[Symbol.dispose](), { once: true });
  for (const entry of trace.entries().slice(-PAST_ENTRIES)) yield maskedEntry(entry);
  for await (const entry of queue.drain()) yield maskedEntry(entry);
}

/** Answers what `shopfloor.nodes` says of health. */
export function nodeHealthHandlers(database: Database, traceOf: (nodeKey: string) => Trace | null) {
  const { nodes } = procedures.shopfloor;
  return {
    reports: nodes.reports.handler(({ input, context, signal }) =>
      database.asUser(context.actor, (tx) => listNodeReports(tx, input.id, input), { signal }),
    ),
    line: nodes.line.handler(({ input: { id, hours }, context, signal }) =>
      database.asUser(
        context.actor,
        async (tx) => ({
          minutes: await listLineMinutes(tx, id, hours),
          restarts: await countRestarts(tx, id, hours),
        }),
        { signal },
      ),
    ),
    bluetooth: nodes.bluetooth.handler(({ input, context, signal }) =>
      database.asUser(context.actor, (tx) => listDevices(tx, input.id), { signal }),
    ),
    trace: nodes.trace.handler(async ({ input: { id }, context, errors, signal }) => {
      const node = await database.asUser(context.actor, (tx) => findNode(tx, id), { signal });
      if (!node) throw errors.NOT_FOUND({ data: { what: 'node', id } });
      const trace = traceOf(id);
      if (trace) return followTrace(trace, signal ?? context.connection.closed);
      const reason =
        node.endpoint === null ? 'network' : node.online ? 'other-process' : 'not-driven';
      throw errors.LINK_ELSEWHERE({ data: { reason } });
    }),
  };
}
