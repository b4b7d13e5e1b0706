import { spawn } from 'node:child_process';
import { DATABASE, readCredentials } from '#platform/database/embedded/credentials.ts';
import { layoutOf } from '#platform/database/embedded/layout.ts';
import { findRunning } from '#platform/database/embedded/running-postmaster.ts';
import { targetOf } from '#platform/database/embedded/embedded-target.ts';
import { targetUrl } from '#platform/database/target-url.ts';
import type { DatabaseTarget } from '#platform/database/target.ts';
import type { ToolOptions } from './options.ts';
import { assertInitialised, selectSource, withEmbedded } from './source.ts';

/**
 * The program's role works under row-level security and would see nothing without an owner; the
 * tool names itself as one, as the program's own tasks do.
 */
const asTask = '-c app.system=db-tool';

function toolUrl(target: DatabaseTarget, base: string = targetUrl(target)): string {
  const options = target.role ? `${asTask} -c role=${target.role}` : asTask;
  return `${base}${base.includes('?') ? '&' : '?'}options=${encodeURIComponent(options)}`;
}

async function embeddedTarget({ dataDir, role }: ToolOptions): Promise<DatabaseTarget> {
  await assertInitialised(dataDir);
  const layout = layoutOf(dataDir);
  return targetOf(layout, await readCredentials(layout.credentials), role, DATABASE);
}

/** Prints how to connect; says on the side when nothing listens there now. */
export async function printUrl(options: ToolOptions): Promise<number> {
  const source = await selectSource(options);
  if (source.kind === 'url') {
    console.log(toolUrl(source.app, source.url));
    return 0;
  }
  const target = await embeddedTarget(options);
  console.log(toolUrl(target));
  if (!(await findRunning(layoutOf(options.dataDir)))) {
    console.error('The database is not running now; it runs while the program does.');
  }
  return 0;
}

/** Runs psql; the password goes by the environment, where other users of the machine cannot read it. */
function runPsql(url: string, words: readonly string[]): Promise<number> {
  const withoutPassword = url.replace(/^([a-z]+:\/\/[^:@/]+):[^@]*@/, '$1@');
  const password = decodeURIComponent(/^[a-z]+:\/\/[^:@/]+:([^@]*)@/.exec(url)?.[1] ?? '');
  return new Promise((resolve, reject) => {
    const child = spawn('psql', [withoutPassword, ...words], {
      stdio: 'inherit',
      env: { ...process.env, PGPASSWORD: password },
    });
    child.once('error', () =>
      reject(new Error('psql is not installed. Install the PostgreSQL client, or use "url".')),
    );
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Opens psql; starts the embedded server for it when the program does not run. */
export async function psql(options: ToolOptions): Promise<number> {
  const source = await selectSource(options);
  if (source.kind === 'url') return runPsql(toolUrl(source.app, source.url), options.words);
  await assertInitialised(options.dataDir);
  return withEmbedded(options.dataDir, (server) =>
    runPsql(toolUrl(server.target(options.role)), options.words),
  );
}
