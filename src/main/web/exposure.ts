import { isIPv6 } from 'node:net';
import { UnsafeExposure } from './errors.ts';

/**
 * How browsers reach the server. The session cookie is `Secure`, which browsers accept without TLS
 * from this machine only; so beyond it there is a certificate here or an encrypting proxy in front.
 */
export type Exposure =
  /** Browsers of this machine, without encryption. */
  | { readonly kind: 'loopback' }
  /** Any browser, encrypted here. `names` are the host names people type. PEM texts. */
  | {
      readonly kind: 'tls';
      readonly cert: string;
      readonly key: string;
      readonly names: readonly string[];
    }
  /** A proxy that ends TLS at `origin` (`https://console.example.com`) and passes `Host` on. */
  | { readonly kind: 'proxy'; readonly origin: string };

const loopbackHosts = ['127.0.0.1', 'localhost', '::1'];

/** Whether `host` can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return loopbackHosts.includes(host) || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Throws {@link UnsafeExposure} when listening on `host` would offer sign-in without encryption. */
export function assertSafe(host: string, exposure: Exposure): void {
  if (exposure.kind === 'loopback' && !isLoopback(host)) throw new UnsafeExposure(host);
}

const defaultPort = { http: 80, https: 443 } as const;

function authority(host: string, port: number, scheme: 'http' | 'https'): string {
  const name = isIPv6(host) ? `[${host}]` : host.toLowerCase();
  return port === defaultPort[scheme] ? name : `${name}:${port}`;
}

/** The exact values of `Host` and `Origin` that the server answers to. */
export interface AllowedOrigins {
  /** `Host` values; anything else is misdirected, such as a rebound DNS name. */
  readonly hosts: ReadonlySet<string>;
  /** `Host` values by which this machine asks for `/health`. */
  readonly localHosts: ReadonlySet<string>;
  /** `Origin` values. */
  readonly origins: ReadonlySet<string>;
  /** The address to open. */
  readonly url: string;
}

/** Computes the lists once the port is known. */
export function allowedOrigins(host: string, port: number, exposure: Exposure): AllowedOrigins {
  const localHosts = new Set(loopbackHosts.map((name) => authority(name, port, 'http')));
  if (exposure.kind === 'proxy') {
    const { host: publicHost, origin } = new URL(exposure.origin);
    return { hosts: new Set([publicHost]), localHosts, origins: new Set([origin]), url: origin };
  }
  const scheme = exposure.kind === 'tls' ? 'https' : 'http';
  const names = exposure.kind === 'tls' ? exposure.names : [...loopbackHosts, host];
  const hosts = names.map((name) => authority(name, port, scheme));
  return {
    hosts: new Set(hosts),
    localHosts,
    origins: new Set(hosts.map((value) => `${scheme}://${value}`)),
    url: `${scheme}://${authority(names.includes(host) ? host : (names[0] ?? host), port, scheme)}`,
  };
}
