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
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  await writeFile(certFile, made.cert);
  await writeFile(keyFile, made.private);
  return { certFile, keyFile, names: [] };
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
    const none = { ...wild, certFile: wild.keyFile };
    await expect(chosenExposure({ tls: none, behindProxy: null })).rejects.toThrow(
      'no certificate',
    );
    const gone = { ...wild, certFile: '/nowhere/cert.pem' };
    await expect(chosenExposure({ tls: gone, behindProxy: null })).rejects.toThrow('ENOENT');
  });

  it('answers to the names given where the certificate is for them, and refuses others', async () => {
    const files = await certificateFor([{ type: 2, value: '*.example.com' }]);
    const named = (...names: string[]) =>
      chosenExposure({ tls: { ...files, names }, behindProxy: null });
    const names = ['hall-1.example.com', 'hall-2.example.com'];
    expect(await named(...names)).toMatchObject({ names });
    await expect(named('hall-1.example.com', 'evil.example')).rejects.toThrow(
      'is not for evil.example',
    );
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
