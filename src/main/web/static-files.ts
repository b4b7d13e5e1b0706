import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { RendererMissing } from './errors.ts';
import { refuse } from './http-answers.ts';

const ONE_YEAR_S = 31_536_000;

/**
 * Serves the built renderer from a list made once at the start, so that no request names a path on
 * the disk. Files under `assets/` carry a hash of their content in their name and are kept for a
 * year; the rest is asked for anew each time. Throws {@link RendererMissing}.
 */
export function createStaticFiles(directory: string) {
  if (!existsSync(join(directory, 'index.html'))) throw new RendererMissing(directory);
  const serve = sirv(directory, {
    etag: true,
    maxAge: ONE_YEAR_S,
    immutable: true,
    setHeaders(response, path) {
      if (!path.startsWith('/assets/')) response.setHeader('Cache-Control', 'no-store');
    },
  });
  return (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response, () => refuse(response, 404, 'There is nothing here.'));
  };
}
