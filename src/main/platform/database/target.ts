import { isIP } from 'node:net';
import type { ClientConfig } from 'pg';

/** One address of a server. */
export interface Endpoint {
  /** Host name, IP address, or the absolute path of a folder with a Unix socket. */
  readonly host: string;
  readonly port: number;
}

/** How the server proves who it is. Certificates are always verified against `ca` and `servername`. */
export interface VerifiedTls {
  /** Trusted authorities in PEM; `undefined` means those of the system. */
  readonly ca: string | undefined;
}

/** Which database to speak to, as whom. */
export interface DatabaseTarget {
  /** The primary and those that may be promoted, tried in order. */
  readonly endpoints: readonly [Endpoint, ...Endpoint[]];
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** `null` only for a Unix socket or the loopback interface. */
  readonly tls: VerifiedTls | null;
  /** Role to take on at connect, when it is not the user itself. */
  readonly role?: string;
}

/** Limits of one connection, in milliseconds. */
export interface ConnectionLimits {
  /** Connecting, or waiting for a free connection. */
  readonly connectMs: number;
  /** The server ends a statement that runs longer. */
  readonly statementMs: number;
  /** The client gives the connection up when an answer takes longer: the network may be gone. */
  readonly queryMs: number;
  /** Waiting for a row or table lock. */
  readonly lockMs: number;
  /** The server ends a transaction that is open and does nothing for longer. */
  readonly idleInTransactionMs: number;
}

/** Limits for people's calls and monitors. */
export const defaultLimits: ConnectionLimits = {
  connectMs: 5_000,
  statementMs: 30_000,
  queryMs: 35_000,
  lockMs: 5_000,
  idleInTransactionMs: 60_000,
};

/** Limits for migrations and backups, which may take an hour. */
export const maintenanceLimits: ConnectionLimits = {
  ...defaultLimits,
  statementMs: 3_600_000,
  queryMs: 3_660_000,
  lockMs: 10_000,
};

function startOptions(target: DatabaseTarget, limits: ConnectionLimits): string {
  const settings = {
    plan_cache_mode: 'force_custom_plan',
    timezone: 'UTC',
    datestyle: 'ISO',
    intervalstyle: 'iso_8601',
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    ...(target.role ? { role: target.role } : {}),
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

/** TLS that proves the server's name; an IP address is proven too, but never sent as a name (RFC 6066). */
function verifiedTls(tls: VerifiedTls, { host }: Endpoint) {
  return {
    rejectUnauthorized: true,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(isIP(host) ? {} : { servername: host }),
  };
}

/** Settings for a pg client or pool that speaks to `endpoint` of `target`. */
export function clientConfig(
  target: DatabaseTarget,
  name: string,
  limits: ConnectionLimits = defaultLimits,
  endpoint: Endpoint = target.endpoints[0],
): ClientConfig {
  return {
    host: endpoint.host,
    port: endpoint.port,
    database: target.database,
    user: target.user,
    password: target.password,
    ssl: target.tls ? verifiedTls(target.tls, endpoint) : false,
    application_name: `signalbox ${name}`,
    options: startOptions(target, limits),
    connectionTimeoutMillis: limits.connectMs,
    query_timeout: limits.queryMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}
