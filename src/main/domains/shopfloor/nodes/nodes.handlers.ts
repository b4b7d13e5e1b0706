import type { Changes } from '#platform/changes/changes.ts';
import { liveRows } from '#platform/changes/live-rows.ts';
import type { Database } from '#platform/database/database.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { formatEndpoint } from '#platform/serial/endpoint.ts';
import { portEndpoint, systemPortListing } from '#platform/serial/port-listing.ts';
import type { Trace } from '#platform/serial/trace.ts';
import { unwrap } from '../unwrap.ts';
import { nodeHealthHandlers } from './node-health.handlers.ts';
import { listNodeLinks, listNodes } from './nodes.queries.ts';
import type { NodeEditor, NodeEnrolment } from './nodes.service.ts';

/** What nodes are answered from. */
export interface NodeServices {
  readonly editor: NodeEditor;
  readonly enrolment: NodeEnrolment;
  readonly traceOf: (nodeKey: string) => Trace | null;
}

/** Answers `shopfloor.nodes`. */
export function nodeHandlers(
  database: Database,
  changes: Changes,
  { editor, enrolment, traceOf }: NodeServices,
) {
  const { nodes } = procedures.shopfloor;
  return {
    ...nodeHealthHandlers(database, traceOf),
    list: nodes.list.handler(({ input, context, signal }) =>
      database.asUser(context.actor, (tx) => listNodes(tx, input, input), { signal }),
    ),
    live: nodes.live.handler(({ context, signal }) =>
      liveRows({
        changes,
        topics: ['shopfloor.nodes', 'shopfloor.node_troubles'],
        load: (ids) => database.asUser(context.actor, (tx) => listNodeLinks(tx, ids)),
        key: (node) => node.id,
        signal: signal ?? context.connection.closed,
      }),
    ),
    create: nodes.create.handler(async ({ input, context, errors }) =>
      unwrap(await editor.create(context, input), errors, 'node', ''),
    ),
    enrol: nodes.enrol.handler(async ({ input, context, errors }) => {
      const permission = 'token:manage';
      if (!context.actor.permissions.has(permission)) {
        throw errors.FORBIDDEN({ data: { permission } });
      }
      return unwrap(await enrolment(context, input), errors, 'node', '');
    }),
    ports: nodes.ports.handler(async () => {
      const found = await systemPortListing.list();
      return found.map((port) => ({ ...port, endpoint: formatEndpoint(portEndpoint(port)) }));
    }),
    update: nodes.update.handler(async ({ input, context, errors }) => {
      const { id, version, ...fields } = input;
      return unwrap(await editor.update(context, id, version, fields), errors, 'node', id);
    }),
  };
}
