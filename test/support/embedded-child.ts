import { systemClock } from '#platform/clock/system-clock.ts';
import { startEmbeddedServer } from '#platform/database/embedded/server.ts';
import { lockedBy } from '#platform/database/embedded/running-postmaster.ts';
import { silentLog } from '#platform/log/log.ts';

/*
 * A program of its own that runs an embedded server until it is told to stop or is killed:
 *   node embedded-child.ts DATA_DIR
 * Prints one line of JSON when the server is ready, and stops it when its input ends.
 */
const [dataDir = ''] = process.argv.slice(2);
const server = await startEmbeddedServer({
  dataDir,
  clock: systemClock,
  log: silentLog,
  tuning: { durable: true, archiveTo: null, extra: { shared_buffers: '32MB' } },
});
const report = { postmaster: await lockedBy(server.layout), owned: server.owned };
process.stdout.write(`${JSON.stringify(report)}\n`);
process.stdin.resume();
process.stdin.once('end', () => void server[Symbol.asyncDispose]());
