import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { standInFor } from './unimplemented.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

class Net extends standInFor('net') {
  readonly online = true;

  isOnline(): boolean {
    return this.online;
  }

  /** Like Electron's, it also reads `file:` addresses; a file that is not there rejects. */
  async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== 'file:') return fetch(input, init);
    const path = fileURLToPath(url);
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw new Error('net::ERR_FILE_NOT_FOUND', { cause });
    });
    return new Response(bytes, { headers: { 'content-type': TYPES[extname(path)] ?? '' } });
  }
}

/** Stands in for Electron's `net`. */
export const net = new Net();
