import type { IncomingMessage, ServerResponse } from 'node:http';
import { isContractProcedure } from '@orpc/contract';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { BodyLimitPlugin } from '@orpc/server/node';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { MAX_MESSAGE_SIZE, paths } from '#contract/wire.ts';
import { openConnection } from '#platform/rpc/connection.ts';
import type { CallContext, Connection, TokenHolder } from '#platform/rpc/context.ts';
import { handlerOptions } from '#platform/rpc/rpc-handler.ts';
import { answerJson, refuse } from './http-answers.ts';
import { addressOf } from './gatekeeper.ts';
import type { WebServerOptions } from './web-options.ts';

/** The API for devices and other programs, and its description. */
export interface IngestApi {
  /** Answers a request below `/api/v1`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

const documentPath = `${paths.api}/openapi.json`;

/** Only what declares a path of its own is for programs; the rest of the contract stays inside. */
function hasRoute({ contract }: { readonly contract: unknown }): boolean {
  return isContractProcedure(contract) && contract['~orpc'].route.path !== undefined;
}

/** Serves the procedures that declare a route to holders of API tokens. */
export function createIngestApi(options: WebServerOptions): IngestApi {
  const handler = new OpenAPIHandler<CallContext>(options.router, {
    ...handlerOptions(options.services, 0),
    filter: hasRoute,
    plugins: [new BodyLimitPlugin({ maxBodySize: MAX_MESSAGE_SIZE })],
  });
  const callerOf = createCallers(options);
  let description: Promise<object> | undefined;

  return {
    async handle(request, response) {
      if (request.url === documentPath && request.method === 'GET') {
        description ??= describe(options);
        return answerJson(response, 200, await description);
      }
      const caller = await callerOf(request);
      if (!caller) {
        response.setHeader('WWW-Authenticate', 'Bearer');
        return refuse(response, 401, 'A valid API token is needed: "Authorization: Bearer …".');
      }
      const { matched } = await handler.handle(request, response, {
        prefix: paths.api,
        context: { connection: caller },
      });
      if (!matched) refuse(response, 404, `There is no such operation; see ${documentPath}.`);
      return undefined;
    },
  };
}

function describe(options: WebServerOptions): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return generator.generate(options.router, {
    filter: hasRoute,
    info: { title: 'Signalbox', version: options.version },
    servers: [{ url: paths.api }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  });
}

const MOST_CALLERS = 1000;
const bearer = /^Bearer ([\x21-\x7e]{16,256})$/;

/** One connection per API token, so that the caps of a connection hold for a program's requests. */
function createCallers({ tokens, exposure }: WebServerOptions) {
  const known = new Map<string, Connection>();

  function connectionOf(holder: TokenHolder, request: IncomingMessage): Connection {
    const found = known.get(holder.tokenId);
    if (found) return found;
    for (const oldest of known.keys()) {
      if (known.size < MOST_CALLERS) break;
      known.delete(oldest);
    }
    const userAgent = (request.headers['user-agent'] ?? '').slice(0, 256);
    const address = addressOf(request, exposure);
    const peer = {
      transport: 'api',
      address,
      userAgent,
      workstation: holder.name,
      holder,
    } as const;
    const { connection } = openConnection(peer, () => known.delete(holder.tokenId));
    known.set(holder.tokenId, connection);
    return connection;
  }

  return async (request: IncomingMessage): Promise<Connection | null> => {
    const secret = bearer.exec(request.headers.authorization ?? '')?.[1];
    if (!secret) return null;
    const verdict = await tokens.verify(secret, addressOf(request, exposure));
    // A token's rights never change, so the connection that was made for it stands.
    return verdict.kind === 'accepted' ? connectionOf(verdict, request) : null;
  };
}
