import type { DatabaseTarget } from '../target.ts';
import { type Credentials, SUPERUSER } from './credentials.ts';
import type { Layout } from './layout.ts';

/** The roles that may sign in to the embedded server. */
export type EmbeddedRole = 'superuser' | 'app' | 'readonly' | 'backup';

/** How to connect to the embedded server of a data folder, whether it runs or not. */
export function targetOf(
  layout: Layout,
  credentials: Credentials,
  role: EmbeddedRole,
  database: string,
): DatabaseTarget {
  const host = process.platform === 'win32' ? '127.0.0.1' : layout.socket;
  return {
    endpoints: [{ host, port: credentials.port }],
    database,
    user: role === 'superuser' ? SUPERUSER : `signalbox_${role}`,
    password: credentials[role],
    tls: null,
  };
}
