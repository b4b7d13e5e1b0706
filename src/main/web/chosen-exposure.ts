import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { BadOption, type StartOptions } from '#platform/config/options.ts';
import type { Exposure } from './exposure.ts';

async function readPem(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadOption(`${file}, named by ${option}, cannot be read (${code}).`, { cause: error });
  }
}

/** Host names and addresses that a certificate is for; wildcards name no host that a page could be at. */
function namesOf(cert: string, file: string): string[] {
  let alternatives: string;
  try {
    alternatives = new X509Certificate(cert).subjectAltName ?? '';
  } catch (error) {
    throw new BadOption(`${file} is no certificate in PEM.`, { cause: error });
  }
  const names = [...alternatives.matchAll(/(?:DNS|IP Address):([^,\s]+)/g)].flatMap(
    ([, name]) => name ?? [],
  );
  const exact = names.filter((name) => !name.includes('*'));
  if (exact.length > 0) return exact;
  throw new BadOption(
    `The certificate ${file} names no host. Use one with the console's own name.`,
  );
}

function proxyExposure(origin: string): Exposure {
  if (URL.canParse(origin) && new URL(origin).origin === origin && origin.startsWith('https://')) {
    return { kind: 'proxy', origin };
  }
  throw new BadOption(
    `--behind-proxy takes the address that people open, such as https://console.example.com, not "${origin}".`,
  );
}

/**
 * How the command line lets browsers in: this machine's only, any over TLS to the names in the
 * certificate, or those that a proxy passes on. Throws `BadOption`.
 */
export async function chosenExposure(
  options: Pick<StartOptions, 'tls' | 'behindProxy'>,
): Promise<Exposure> {
  const { tls, behindProxy } = options;
  if (behindProxy !== null) return proxyExposure(behindProxy);
  if (tls === null) return { kind: 'loopback' };
  const cert = await readPem(tls.certFile, '--tls-cert');
  const key = await readPem(tls.keyFile, '--tls-key');
  return { kind: 'tls', cert, key, names: namesOf(cert, tls.certFile) };
}
