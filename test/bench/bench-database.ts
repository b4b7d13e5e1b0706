import { Client } from 'pg';
import { DATABASE, readCredentials } from '#platform/database/embedded/credentials.ts';
import { type EmbeddedRole, targetOf } from '#platform/database/embedded/embedded-target.ts';
import { layoutOf } from '#platform/database/embedded/layout.ts';
import { targetUrl } from '#platform/database/target-url.ts';

/** A connection of its own to the embedded database of a data folder. */
export async function connectAs(dataDir: string, role: EmbeddedRole) {
  const layout = layoutOf(dataDir);
  const credentials = await readCredentials(layout.credentials);
  const client = new Client({
    connectionString: targetUrl(targetOf(layout, credentials, role, DATABASE)),
  });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}
