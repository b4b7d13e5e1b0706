import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { contentHeaders } from '#platform/web-content/content-security-policy.ts';
import { APP_ORIGIN } from './app-address.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.pmtiles': 'application/octet-stream',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Paths on the disk by path of the address. Links are left out: they may lead elsewhere. */
function listFiles(folder: string, prefix: string): [string, string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(path, `${prefix}${entry.name}/`);
    return entry.isFile() ? [[`${prefix}${entry.name}`, path]] : [];
  });
}

const answer = (status: number, text: string): Response =>
  new Response(text, {
    status,
    headers: { ...contentHeaders, 'Content-Type': 'text/plain; charset=utf-8' },
  });

/**
 * Answers requests for the built renderer from a list made once, so that no request names a path on
 * the disk. Every answer carries the content security policy.
 */
export function serveAppFiles(directory: string): (request: Request) => Promise<Response> {
  const files = new Map(listFiles(directory, '/'));
  return async ({ url, method }) => {
    if (method !== 'GET' && method !== 'HEAD') return answer(405, 'Use GET.');
    const { pathname } = new URL(url);
    const path = url.startsWith(`${APP_ORIGIN}/`) && files.get(pathname);
    if (!path) return answer(404, 'There is nothing here.');
    const type = types[extname(path)] ?? 'application/octet-stream';
    return new Response(method === 'HEAD' ? null : await readFile(path), {
      headers: { ...contentHeaders, 'Content-Type': type },
    });
  };
}
