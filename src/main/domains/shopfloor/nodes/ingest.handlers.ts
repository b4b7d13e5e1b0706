import { tokenProcedures } from '#platform/rpc/procedures.ts';
import type { NodeIngest } from './node-ingest.service.ts';

/** Answers `shopfloor.ingest`. */
export function ingestHandlers(ingest: NodeIngest) {
  const own = tokenProcedures.shopfloor.ingest;
  return {
    report: own.report.handler(async ({ input, context, errors }) => {
      const { nodeId, events } = input;
      const { address } = context.connection;
      const result = await ingest.take(context.holder, { nodeId, events, address });
      switch (result.kind) {
        case 'wrong-token':
          throw errors.TOKEN_NOT_FOR_NODE({ data: { nodeId } });
        case 'not-expected':
          throw errors.NODE_NOT_EXPECTED({ data: { reason: result.reason } });
        case 'taken':
          return result.answer;
      }
    }),
  };
}
