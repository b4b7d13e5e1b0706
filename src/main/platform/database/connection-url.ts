import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { DatabaseMisconfigured } from './errors.ts';
import { APP } from './migrations/roles.ts';
import type { DatabaseTarget, Endpoint, VerifiedTls } from './target.ts';

const shape =
  /^postgres(?:ql)?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/;

const known: ReadonlySet<string> = new Set(['sslmode', 'sslrootcert', 'host', 'port']);

function refuse(sentence: string): never {
  throw new DatabaseMisconfigured(sentence);
}

function parseEndpoint(text: string): Endpoint {
  const match = /^(\[[^\]]+\]|[^:]*)(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1]?.replace(/^\[|\]$/g, '');
  if (!host) refuse(`DATABASE_URL names no valid host in "${text}".`);
  return { host: decodeURIComponent(host), port: Number(match?.[2] ?? 5432) };
}

function endpointsOf(hosts: string, query: URLSearchParams): [Endpoint, ...Endpoint[]] {
  const socket = query.get('host');
  if (socket) return [{ host: socket, port: Number(query.get('port') ?? 5432) }];
  const [first = '', ...rest] = hosts.split(',');
  return [parseEndpoint(first), ...rest.map(parseEndpoint)];
}

/** Whether an address never leaves this machine. */
function isLocal({ host }: Endpoint): boolean {
  if (host.startsWith('/') || host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

function tlsOf(endpoints: readonly Endpoint[], query: URLSearchParams): VerifiedTls | null {
  const mode = query.get('sslmode');
  const local = endpoints.every(isLocal);
  if (mode !== null && mode !== 'verify-full' && !(mode === 'disable' && local)) {
    refuse(
      `DATABASE_URL says sslmode=${mode}, which does not prove who the server is. Use sslmode=verify-full, with sslrootcert=FILE when the server has a certificate of your own authority. sslmode=disable is possible on this machine only.`,
    );
  }
  if (mode === 'disable' || (mode === null && local)) return null;
  return { ca: readAuthority(query.get('sslrootcert')) };
}

function readAuthority(file: string | null): string | undefined {
  if (file === null || file === 'system') return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new DatabaseMisconfigured(
      `The authority's certificate ${file} (sslrootcert in DATABASE_URL) cannot be read.`,
      { cause: error },
    );
  }
}

/**
 * Reads a database URL: `postgresql://user:password@host[:port][,host…]/database`. A server on
 * another machine is spoken to over TLS only and must prove its name; `sslrootcert=FILE` names the
 * authority to trust. Throws `DatabaseMisconfigured` with one sentence; never repeats the password.
 */
export function parseDatabaseUrl(url: string): DatabaseTarget {
  const match = shape.exec(url);
  if (!match) {
    refuse('DATABASE_URL must look like postgresql://user:password@host:5432/database.');
  }
  const [, user = '', password = '', hosts = '', database = '', parameters = ''] = match;
  const query = new URLSearchParams(parameters);
  for (const name of query.keys()) {
    if (!known.has(name)) refuse(`DATABASE_URL has the parameter ${name}, which is not supported.`);
  }
  if (!user || !database) refuse('DATABASE_URL must name a user and a database.');
  const endpoints = endpointsOf(hosts, query);
  return {
    endpoints,
    database: decodeURIComponent(database),
    user: decodeURIComponent(user),
    password: decodeURIComponent(password),
    tls: tlsOf(endpoints, query),
  };
}

/** The target as the program works with it: whoever signs in takes on the role without ownership. */
export function asApp(target: DatabaseTarget): DatabaseTarget {
  return target.user === APP ? target : { ...target, role: APP };
}
