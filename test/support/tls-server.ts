import { appendFile, chown, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { onTestFinished } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { startEmbeddedServer } from '#platform/database/embedded/server.ts';
import { silentLog } from '#platform/log/log.ts';
import { smallTuning, temporaryDataDir } from './embedded-site.ts';

/** A real PostgreSQL that takes TLS connections to `localhost` only. */
export interface TlsServer {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** File with the certificate of the authority that signed the server's. */
  readonly authority: string;
  /** File with the certificate of an authority that signed nothing. */
  readonly stranger: string;
}

interface Identity {
  readonly key: string;
  readonly cert: string;
}

async function authority(name: string): Promise<Identity> {
  const made = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { key: made.private, cert: made.cert };
}

async function serverIdentity(ca: Identity): Promise<Identity> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    ca,
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  });
  return { key: made.private, cert: made.cert };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Writes a file that the server's account owns, as PostgreSQL demands of its key. */
async function writeOwned(path: string, like: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
  const { uid, gid } = await stat(like);
  await chown(path, uid, gid);
}

/** Starts an embedded server, makes it listen on TCP with a certificate, and allows TLS there only. */
export async function startTlsServer(): Promise<TlsServer> {
  const dataDir = await temporaryDataDir();
  const base = { dataDir, clock: systemClock, log: silentLog };
  const plain = await startEmbeddedServer({ ...base, tuning: smallTuning });
  const { layout } = plain;
  const { user, password } = plain.target('superuser');
  await plain[Symbol.asyncDispose]();

  const [trusted, other] = [await authority('Site authority'), await authority('Somebody else')];
  const identity = await serverIdentity(trusted);
  const [cert, key] = [join(layout.cluster, 'test.crt'), join(layout.cluster, 'test.key')];
  await writeOwned(cert, layout.cluster, identity.cert);
  await writeOwned(key, layout.cluster, identity.key);
  await writeFile(join(dataDir, 'authority.pem'), trusted.cert);
  await writeFile(join(dataDir, 'stranger.pem'), other.cert);
  const port = await freePort();
  const credentials = JSON.parse(await readFile(layout.credentials, 'utf8')) as object;
  await writeFile(layout.credentials, JSON.stringify({ ...credentials, port }));
  const hba = join(layout.cluster, 'pg_hba.conf');
  const rules = (await readFile(hba, 'utf8')).replaceAll(/^host.*$/gm, '');
  await writeFile(hba, rules);
  await appendFile(hba, '\nhostssl all all 127.0.0.1/32 scram-sha-256\n');

  const extra = {
    ...smallTuning.extra,
    listen_addresses: '127.0.0.1',
    ssl: 'on',
    ssl_cert_file: cert,
    ssl_key_file: key,
  };
  const server = await startEmbeddedServer({ ...base, tuning: { ...smallTuning, extra } });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return {
    port,
    user,
    password,
    authority: join(dataDir, 'authority.pem'),
    stranger: join(dataDir, 'stranger.pem'),
  };
}
