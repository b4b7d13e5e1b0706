import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appRoot } from '#platform/config/app-root.ts';

/** The version in package.json. */
export const programVersion: string = (
  JSON.parse(readFileSync(join(appRoot, 'package.json'), 'utf8')) as { version: string }
).version;
