import { connect, createServer, type AddressInfo } from 'node:net';
import type { DatabaseTarget } from '#platform/database/target.ts';

/** A real database that claims to be PostgreSQL 14. */
export interface OldServer extends AsyncDisposable {
  readonly target: DatabaseTarget;
}

/** Puts 14 in place of the real major version, as a number of six digits and in the name. */
function aged(data: Buffer): Buffer {
  const text = data.toString('latin1');
  return Buffer.from(text.replaceAll(/1[5-9](?=00\d\d|\.\d)/gu, '14'), 'latin1');
}

/** Answers in front of a database that listens on a Unix socket. */
export async function startOldServer(behind: DatabaseTarget): Promise<OldServer> {
  const [{ host, port }] = behind.endpoints;
  const server = createServer((client) => {
    const upstream = connect(`${host}/.s.PGSQL.${port}`);
    client.on('data', (data) => upstream.write(data)).on('error', () => upstream.destroy());
    upstream.on('data', (data) => client.write(aged(data))).on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  return {
    target: { ...behind, endpoints: [endpoint] },
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
