import type { DatabaseTarget } from './target.ts';

/** The target as a libpq URL, for psql and other tools. Holds the password: print it only when asked to. */
export function targetUrl(target: DatabaseTarget): string {
  const { host, port } = target.endpoints[0];
  const signIn = `${encodeURIComponent(target.user)}:${encodeURIComponent(target.password)}`;
  const database = encodeURIComponent(target.database);
  if (host.startsWith('/')) {
    return `postgresql://${signIn}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
  }
  const bracketed = host.includes(':') ? `[${host}]` : host;
  const tls = target.tls ? '?sslmode=verify-full' : '';
  return `postgresql://${signIn}@${bracketed}:${port}/${database}${tls}`;
}
