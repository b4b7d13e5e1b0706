import { buildIfNeeded } from './build.ts';

await buildIfNeeded();
await import('../out/main/server.js' as string);
