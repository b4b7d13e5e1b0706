import { paths } from '#contract/wire.ts';
import type { NodeNetwork } from './networked-node.ts';

/** The host did not take what a node said. */
class NotTakenError extends Error {
  override readonly name = 'NotTakenError';
  readonly code = 'NOT_TAKEN';
  readonly status: number;

  constructor(status: number, text: string) {
    super(`The host answered ${status}: ${text}`);
    this.status = status;
  }
}

/** The ingest API of a server, over HTTP as a node's firmware calls it. Rejects with {@link NotTakenError}. */
export function httpNetwork(server: string, token: string): NodeNetwork {
  async function call<T>(nodeId: string, what: string, body?: object): Promise<T> {
    const response = await fetch(`${server}${paths.api}/nodes/${nodeId}/${what}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new NotTakenError(response.status, text);
    return JSON.parse(text) as T;
  }

  return {
    report: ({ nodeId, events }) => call(nodeId, 'events', { events }),
    rights: ({ nodeId }) => call(nodeId, 'rights'),
    firmware: ({ nodeId, offset }) => call(nodeId, `firmware?offset=${offset}`),
  };
}
