import { tokenProcedures } from '#platform/rpc/procedures.ts';
import type { NodeIngest, NotTaken } from './node-ingest.service.ts';

interface NodeErrors {
  TOKEN_NOT_FOR_NODE(options: { data: { nodeId: string } }): Error;
  NODE_NOT_EXPECTED(options: { data: { reason: 'inactive' | 'has-link' } }): Error;
}

function refusalOf(result: NotTaken, errors: NodeErrors, nodeId: string): Error {
  return result.kind === 'wrong-token'
    ? errors.TOKEN_NOT_FOR_NODE({ data: { nodeId } })
    : errors.NODE_NOT_EXPECTED({ data: { reason: result.reason } });
}

/** Answers `shopfloor.ingest`. */
export function ingestHandlers(ingest: NodeIngest) {
  const own = tokenProcedures.shopfloor.ingest;
  return {
    firmware: own.firmware.handler(async ({ input, context, errors }) => {
      const { nodeId } = input;
      const place = { ...input, address: context.connection.address };
      const result = await ingest.firmware(context.holder, place);
      if (result.kind !== 'taken') throw refusalOf(result, errors, nodeId);
      if (result.answer === null) throw errors.NO_FIRMWARE();
      return result.answer;
    }),
    rights: own.rights.handler(async ({ input, context, errors }) => {
      const { nodeId } = input;
      const result = await ingest.rights(context.holder, nodeId, context.connection.address);
      if (result.kind === 'taken') return result.answer;
      throw refusalOf(result, errors, nodeId);
    }),
    report: own.report.handler(async ({ input, context, errors }) => {
      const { nodeId, events } = input;
      const { address } = context.connection;
      const result = await ingest.take(context.holder, { nodeId, events, address });
      if (result.kind === 'taken') return result.answer;
      throw refusalOf(result, errors, nodeId);
    }),
  };
}
