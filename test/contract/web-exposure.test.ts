import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseOptions } from '#platform/config/options.ts';
import { chosenExposure } from '#main/web/chosen-exposure.ts';
import { serveSample } from './support/harness.ts';
import { startTestServer } from './support/web-harness.ts';

let folder: string;
let cert: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-exposure-'));
  const made = await generate([{ name: 'commonName', value: 'console' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: '*.plant.example.com' }] }],
  });
  cert = made.cert;
  await writeFile(join(folder, 'cert.pem'), made.cert);
  await writeFile(join(folder, 'key.pem'), made.private);
});
afterAll(() => rm(folder, { recursive: true }));

/** Asks the server for its page by this name, which no name service knows. */
function statusAt(url: string): Promise<number | undefined> {
  const { port, host, hostname } = new URL(url);
  const ca = new X509Certificate(cert).toString();
  return new Promise((resolve, reject) => {
    const options = { ca, servername: hostname, headers: { host }, agent: false } as const;
    const sent = request(`https://127.0.0.1:${port}`, options, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on('error', reject).end();
  });
}

describe('a server with a certificate, by the command line', () => {
  it('answers on all addresses to the name given, and to no other that the certificate is for', async () => {
    const name = 'hall-1.plant.example.com';
    const files = ['--tls-cert', join(folder, 'cert.pem'), '--tls-key', join(folder, 'key.pem')];
    const exposure = await chosenExposure(parseOptions([...files, '--name', name]));
    await using server = await startTestServer({
      served: serveSample(),
      host: '0.0.0.0',
      exposure,
    });
    expect(server.url).toBe(`https://${name}:${server.port}`);
    expect(await statusAt(server.url)).toBe(200);
    expect(await statusAt(server.url.replace('hall-1', 'hall-2'))).toBe(421);
  });
});
