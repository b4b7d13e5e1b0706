import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { paths } from '#contract/wire.ts';
import { contentHeaders } from '#platform/web-content/content-security-policy.ts';
import { clientCookie, clientTokenOf, newClientToken } from './cookies.ts';
import { forgetDisplay, pairDisplay } from './display-routes.ts';
import type { AllowedOrigins } from './exposure.ts';
import { addressLimit, addressOf, forgeryRefusal, hostRefusal } from './gatekeeper.ts';
import { type Answer, answerJson, readSmallJson, refuse } from './http-answers.ts';
import { createIngestApi } from './ingest-api.ts';
import { createStaticFiles } from './static-files.ts';
import type { Tickets } from './tickets.ts';
import type { WebServerOptions } from './web-options.ts';

const handoverBody = z.strictObject({ code: z.string().min(16).max(256) });

/** Makes the server's answer to every plain HTTP request. Throws when the renderer is missing. */
export function createHttpRoutes(
  options: WebServerOptions,
  tickets: Tickets,
  allowed: () => AllowedOrigins,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { services, exposure } = options;
  const files = createStaticFiles(options.rendererDir);
  const api = createIngestApi(options);
  const limit = addressLimit(services.clock, 20, 100);
  const posts: Readonly<Record<string, Answer>> = {
    [paths.ticket]: issueTicket(tickets),
    [paths.handover]: redeemHandover(options),
    [paths.pairDisplay]: pairDisplay(options),
    [paths.forgetDisplay]: forgetDisplay,
  };

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path === paths.health && isAllowedHost(request, allowed()))
      return health(options, response);
    const misdirected = hostRefusal(request, allowed());
    if (misdirected) return refuse(response, misdirected.status, misdirected.message);
    if (path.startsWith(`${paths.api}/`)) return programCall(request, response);
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (!(path in posts)) return files(request, response);
      response.setHeader('Allow', 'POST');
      return refuse(response, 405, 'Use POST.');
    }
    const refusal =
      forgeryRefusal(request, allowed()) ?? limit(addressOf(request, exposure)) ?? null;
    if (refusal) return refuse(response, refusal.status, refusal.message);
    const answer = request.method === 'POST' ? posts[path] : undefined;
    return answer ? answer(request, response) : refuse(response, 405, 'That is not possible here.');
  }

  /** Programs send no `Origin` and no cookie counts here; a page elsewhere is refused all the same. */
  function programCall(request: IncomingMessage, response: ServerResponse): void | Promise<void> {
    const { origin } = request.headers;
    if (origin === undefined || allowed().origins.has(origin)) return api.handle(request, response);
    return refuse(response, 403, 'The request does not come from this console.');
  }

  return (request, response) => {
    for (const [name, value] of Object.entries(contentHeaders)) response.setHeader(name, value);
    if (exposure.kind !== 'loopback') {
      response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    }
    route(request, response).catch((error: unknown) => {
      services.log.error('A request failed', error, { method: request.method });
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'Something went wrong. The server log says what.');
    });
  };
}

function isAllowedHost(request: IncomingMessage, { hosts, localHosts }: AllowedOrigins): boolean {
  const host = request.headers.host ?? '';
  return hosts.has(host) || localHosts.has(host);
}

function health(options: WebServerOptions, response: ServerResponse): void {
  const { ok } = options.health();
  answerJson(response, ok ? 200 : 503, { status: ok ? 'ok' : 'degraded' });
}

function issueTicket(tickets: Tickets): Answer {
  return (request, response) => {
    const known = clientTokenOf(request.headers.cookie);
    const clientToken = known ?? newClientToken();
    if (!known) response.setHeader('Set-Cookie', clientCookie(clientToken));
    answerJson(response, 200, { ticket: tickets.issue(clientToken) });
  };
}

/** Gives the browser a new cookie after sign-in, so that one planted before it is worth nothing. */
function redeemHandover({ sessions }: WebServerOptions): Answer {
  return async (request, response) => {
    const body = handoverBody.safeParse(await readSmallJson(request));
    const token = body.success ? await sessions.redeemHandover(body.data.code) : null;
    if (!token) return refuse(response, 410, 'That code is unknown, used or too old.');
    response.setHeader('Set-Cookie', clientCookie(token));
    return answerJson(response, 200, {});
  };
}
