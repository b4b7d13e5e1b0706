import { randomUUID } from 'node:crypto';
import { createIdentity } from '#domains/identity/identity.domain.ts';
import { paths } from '#contract/wire.ts';
import { silentLog } from '#platform/log/log.ts';
import { openConnection } from '#platform/rpc/connection.ts';
import { createClientFor } from '#platform/rpc/local-client.ts';
import { serveSample } from './harness.ts';
import { rawHttp } from './raw-http.ts';
import { startTestServer } from './web-harness.ts';
import { createShopfloorSite, type ShopfloorSite } from '#test/support/shopfloor-site.ts';

/** What the ingest API answered, read as JSON. */
export interface IngestReply {
  readonly status: number;
  readonly body: unknown;
}

/** A networked node as its firmware would be: an HTTP client with a token, a run and a counter. */
export interface HttpNode {
  /** Key of the node's row. */
  readonly key: string;
  readonly code: string;
  readonly token: string;
  /** The next number of a report, within the node's run. */
  stamp(): { readonly boot: string; readonly seq: number };
  send(events: unknown, code?: string): Promise<IngestReply>;
  hello(): Promise<IngestReply>;
}

/** A shop floor behind a real web server, with tokens from identity. */
export interface IngestSite extends AsyncDisposable {
  readonly floor: ShopfloorSite;
  readonly url: string;
  /** Makes a token as an administrator does. */
  token(
    nodeId: string | null,
    scope?: 'node:connect' | 'machine:read' | 'event:write',
  ): Promise<string>;
  httpNode(): Promise<HttpNode>;
}

function tokenClient(floor: ShopfloorSite, identity: ReturnType<typeof createIdentity>) {
  return async (nodeId: string | null, scope: 'node:connect' | 'machine:read' | 'event:write') => {
    const { userId, username } = await floor.person({ permissions: ['token:manage'] });
    const peer = { transport: 'web', address: null, userAgent: 'test', workstation: 'desk' };
    const { connection } = openConnection({ ...peer, transport: 'web' }, () => {});
    const permissions = new Set(['token:manage'] as const);
    const level = 'fresh';
    const actor = { userId, sessionId: 'test', username, fullName: username, permissions, level };
    connection.session = { locked: false, actor: { ...actor, level } };
    const { log, clock } = floor.platform;
    const services = { log, clock, recordIncident: () => undefined };
    const { tokens } = createClientFor(identity.handlers, connection, services);
    const request = { name: `token of ${nodeId}`, scopes: [scope], nodeId, validDays: 1 };
    return (await tokens.create(request)).secret;
  };
}

/** Starts the site. */
export async function createIngestSite(): Promise<IngestSite> {
  await using cleanup = new AsyncDisposableStack();
  const floor = cleanup.use(await createShopfloorSite());
  const identity = createIdentity(floor.platform);
  const served = {
    ...serveSample(),
    router: { shopfloor: floor.domain.handlers },
    services: {
      log: silentLog,
      clock: floor.platform.clock,
      recordIncident({ error }: { readonly error: unknown }) {
        throw error;
      },
    },
  };
  const server = cleanup.use(await startTestServer({ served, tokens: identity.tokens }));
  const make = tokenClient(floor, identity);

  async function httpNode(): Promise<HttpNode> {
    const code = `N-${randomUUID().slice(0, 8)}`;
    const key = await floor.node(null, code, 'offline');
    const token = await make(key, 'node:connect');
    const boot = randomUUID().slice(0, 8);
    let seq = 0;
    const stamp = () => ({ boot, seq: (seq += 1) });
    async function send(events: unknown, as = code): Promise<IngestReply> {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const to = `${server.url}${paths.api}/nodes/${as}/events`;
      const body = JSON.stringify({ events });
      const { status, text } = await rawHttp(to, { method: 'POST', headers }, body);
      return { status, body: JSON.parse(text) };
    }
    const hello = () => send([{ t: 'hello', ...stamp(), fw: '1.4.0', reset: 'power-on' }]);
    return { key, code, token, stamp, send, hello };
  }

  const running = cleanup.move();
  return {
    floor,
    url: server.url,
    token: (nodeId, scope = 'node:connect') => make(nodeId, scope),
    httpNode,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
