import { join } from 'node:path';
import { buildIfNeeded } from './build.ts';
import { root, run } from './run.ts';

await buildIfNeeded();
process.exitCode = await run(process.execPath, [
  join(root, 'out/main/server.js'),
  ...process.argv.slice(2),
]);
