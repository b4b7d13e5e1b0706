import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openClient } from '#platform/database/client.ts';
import { parseDatabaseUrl } from '#platform/database/connection-url.ts';
import { startTlsServer, type TlsServer } from '#test/support/tls-server.ts';

function urlOf(server: TlsServer, host: string, authority?: string): string {
  const root = authority ? `&sslrootcert=${encodeURIComponent(authority)}` : '';
  return `postgresql://${server.user}:${server.password}@${host}:${server.port}/postgres?sslmode=verify-full${root}`;
}

async function connect(url: string): Promise<unknown> {
  await using connection = await openClient(parseDatabaseUrl(url), 'test');
  const { rows } = await connection.client.query(
    'select ssl, version from pg_stat_ssl where pid = pg_backend_pid()',
  );
  return rows[0];
}

/** A server, or somebody in between, that says it speaks no TLS. */
async function startRefusingTls(): Promise<{ port: number; heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      heard.push(data.toString('latin1'));
      socket.write('N');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, heard };
}

describe('a database on another machine', () => {
  it('must prove its name by an authority that is trusted', { timeout: 60_000 }, async () => {
    const server = await startTlsServer();
    expect(await connect(urlOf(server, 'localhost', server.authority))).toMatchObject({
      ssl: true,
      version: 'TLSv1.3',
    });
    await expect(connect(urlOf(server, 'localhost'))).rejects.toThrow(/self-signed|unable to/);
    await expect(connect(urlOf(server, 'localhost', server.stranger))).rejects.toThrow(
      /self-signed|unable to|signature/,
    );
    await expect(connect(urlOf(server, '127.0.0.1', server.authority))).rejects.toThrow(
      /not in the cert|does not match/,
    );
  });

  it('that answers that it has no TLS is refused before it hears the user or password', async () => {
    const refusing = await startRefusingTls();
    const url = `postgresql://kim:canary@localhost:${refusing.port}/site?sslmode=verify-full`;
    await expect(connect(url)).rejects.toThrow('does not support SSL');
    expect(refusing.heard.join('')).not.toMatch(/kim|canary|site/);
  });
});
