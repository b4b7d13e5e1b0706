import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { BadOption, type StartOptions, type TlsOptions } from '#platform/config/options.ts';
import type { Exposure } from './exposure.ts';

async function readPem(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadOption(`${file}, named by ${option}, cannot be read (${code}).`, { cause: error });
  }
}

function readCertificate(cert: string, file: string): X509Certificate {
  try {
    return new X509Certificate(cert);
  } catch (error) {
    throw new BadOption(`${file} is no certificate in PEM.`, { cause: error });
  }
}

/** Host names and addresses that a certificate is for; wildcards name no host that a page could be at. */
function namesIn({ subjectAltName }: X509Certificate, file: string): readonly string[] {
  const names = [...(subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^,\s]+)/g)];
  const exact = names.flatMap(([, name]) => (name && !name.includes('*') ? [name] : []));
  if (exact.length > 0) return exact;
  throw new BadOption(
    `The certificate ${file} names no host. Give the console's own name with --name HOST.`,
  );
}

/** The names asked for, each of which browsers must find in the certificate. */
function namesOf(cert: string, { certFile, names }: TlsOptions): readonly string[] {
  const certificate = readCertificate(cert, certFile);
  if (names.length === 0) return namesIn(certificate, certFile);
  const foreign = names.find(
    (name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) === undefined,
  );
  if (foreign === undefined) return names;
  throw new BadOption(`The certificate ${certFile} is not for ${foreign}, named by --name.`);
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
 * How the command line lets browsers in: this machine's only, any over TLS to the names given or in
 * the certificate, or those that a proxy passes on. Throws `BadOption`.
 */
export async function chosenExposure(
  options: Pick<StartOptions, 'tls' | 'behindProxy'>,
): Promise<Exposure> {
  const { tls, behindProxy } = options;
  if (behindProxy !== null) return proxyExposure(behindProxy);
  if (tls === null) return { kind: 'loopback' };
  const cert = await readPem(tls.certFile, '--tls-cert');
  const key = await readPem(tls.keyFile, '--tls-key');
  return { kind: 'tls', cert, key, names: namesOf(cert, tls) };
}
