/**
 * Time of a call, and messages per second of a stream, over a WebSocket between two processes.
 * Prints one JSON line. `node test/bench/transport.ts`
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { connect } from '#lib/connection/connection.ts';
import { webTransport } from '#lib/connection/web-transport.ts';
import { serveSample } from '#test/contract/support/harness.ts';
import type { sampleContract } from '#test/contract/support/sample-contract.ts';
import { startTestServer, testBrowser } from '#test/contract/support/web-harness.ts';

const CALLS = 5_000;
const WARM_UP = 500;
const MESSAGES = 200_000;

async function serve(): Promise<void> {
  const served = serveSample();
  const limits = { calls: 64, streams: 8, callsPerSecond: 1e6, burst: 1e6 };
  const services = { ...served.services, limits };
  const { url } = await startTestServer({ served: { ...served, services } });
  process.send?.(url);
}

function percentile(sorted: readonly number[], p: number): number {
  return Math.round((sorted[Math.floor(sorted.length * p)] ?? 0) * 1000) / 1000;
}

async function measure(url: string): Promise<object> {
  const { client, close } = connect<typeof sampleContract>(webTransport(testBrowser(url)));
  const times: number[] = [];
  for (let i = 0; i < CALLS; i += 1) {
    const start = performance.now();
    await client.echo({ text: 'the state of a machine' });
    times.push(performance.now() - start);
  }
  const sorted = times.slice(WARM_UP).sort((a, b) => a - b);
  const callMs = { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
  const start = performance.now();
  let left = MESSAGES;
  for await (const message of await client.flood({ size: 100 })) {
    left -= message.padding ? 1 : 0;
    if (left === 0) break;
  }
  const pushesPerSecond = Math.round(MESSAGES / ((performance.now() - start) / 1000));
  close();
  return { callMs, pushesPerSecond };
}

if (process.send) {
  await serve();
} else {
  const server = fork(fileURLToPath(import.meta.url));
  const [url] = (await once(server, 'message')) as [string];
  console.log(JSON.stringify(await measure(url)));
  server.kill();
}
