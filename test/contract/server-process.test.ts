import { describe, expect, it, vi } from 'vitest';
import type { contract } from '#contract/index.ts';
import { paths } from '#contract/wire.ts';
import { connect } from '#lib/connection/connection.ts';
import { webTransport } from '#lib/connection/web-transport.ts';
import { targetUrl } from '#platform/database/target-url.ts';
import { startTcpProxy } from '#test/support/tcp-proxy.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { startServerProcess } from './support/server-process.ts';
import { testBrowser } from './support/web-harness.ts';

const patience = { timeout: 40_000, interval: 100 };

describe('the server', () => {
  it('stays at the port at which the assistant was, and tells watchdogs when it has lost its database', async () => {
    await using db = await createTestDatabase();
    await using server = await startServerProcess();
    const health = async () => (await fetch(server.url + paths.health)).status;
    const console = connect<typeof contract>(webTransport(testBrowser(server.url)));
    {
      await using network = await startTcpProxy(db.adminTarget);
      const url = targetUrl(network.target);
      await console.client.setUp.chooseDatabase({ kind: 'url', url });
      await vi.waitFor(async () => {
        expect((await console.client.identity.setUp.status()).needsAdministrator).toBe(true);
      }, patience);
      console.close();
      expect(await health()).toBe(200);
    }
    await vi.waitFor(async () => expect(await health()).toBe(503), patience);
  }, 120_000);
});
