import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfNeeded } from './build.ts';
import { root } from './run.ts';

await buildIfNeeded();
await import(pathToFileURL(join(root, 'out/main/server.js')).href);
