import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BadOption } from '#platform/config/options.ts';
import { chosenExposure } from './chosen-exposure.ts';

type Names = readonly (
  | { readonly type: 2; readonly value: string }
  | { readonly type: 7; readonly ip: string }
)[];

async function certificateFor(altNames: Names) {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-cert-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const made = await generate([{ name: 'commonName', value: 'x' }], {
    extensions: [{ name: 'subjectAltName', altNames: [...altNames] }],
  });
  const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  await writeFile(files.certFile, made.cert);
  await writeFile(files.keyFile, made.private);
  return files;
}

const proxy = (behindProxy: string) => chosenExposure({ tls: null, behindProxy });

describe('the chosen exposure', () => {
  it('is this machine unless told otherwise', async () => {
    expect(await chosenExposure({ tls: null, behindProxy: null })).toEqual({ kind: 'loopback' });
  });

  it('answers to the names and addresses in the certificate, and to no wildcard', async () => {
    const tls = await certificateFor([
      { type: 2, value: 'console.example.com' },
      { type: 2, value: '*.example.com' },
      { type: 7, ip: '192.0.2.7' },
    ]);
    const exposure = await chosenExposure({ tls, behindProxy: null });
    expect(exposure).toMatchObject({ kind: 'tls', names: ['console.example.com', '192.0.2.7'] });
  });

  it('refuses a certificate that names no host, and a file that is none', async () => {
    const wild = await certificateFor([{ type: 2, value: '*.example.com' }]);
    await expect(chosenExposure({ tls: wild, behindProxy: null })).rejects.toThrow(BadOption);
    const none = { certFile: wild.keyFile, keyFile: wild.keyFile };
    await expect(chosenExposure({ tls: none, behindProxy: null })).rejects.toThrow(
      'no certificate',
    );
    const gone = { certFile: '/nowhere/cert.pem', keyFile: '/nowhere/key.pem' };
    await expect(chosenExposure({ tls: gone, behindProxy: null })).rejects.toThrow('ENOENT');
  });

  it('takes the exact public address of a proxy and no other text', async () => {
    expect(await proxy('https://console.example.com')).toEqual({
      kind: 'proxy',
      origin: 'https://console.example.com',
    });
    for (const wrong of ['http://console.example.com', 'console.example.com', 'https://a.b/c']) {
      await expect(proxy(wrong)).rejects.toThrow(BadOption);
    }
  });
});
