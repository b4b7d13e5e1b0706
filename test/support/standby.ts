import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { takeBackup } from '#platform/database/backup/take-backup.ts';
import { serverAccount } from '#platform/database/embedded/account.ts';
import { makeServerFolder } from '#platform/database/embedded/initialise.ts';
import { layoutOf } from '#platform/database/embedded/layout.ts';
import { type EmbeddedServer, startEmbeddedServer } from '#platform/database/embedded/server.ts';
import { silentLog } from '#platform/log/log.ts';
import { smallTuning, temporaryDataDir } from './embedded-site.ts';

/** Starts a streaming standby of `primary`, made from a base backup, with the same passwords. */
export async function startStandby(primary: EmbeddedServer): Promise<EmbeddedServer> {
  const backup = await takeBackup(primary, { clock: systemClock });
  const dataDir = await temporaryDataDir();
  const layout = layoutOf(dataDir);
  await mkdir(layout.home, { mode: 0o711 });
  await copyFile(primary.layout.credentials, layout.credentials);
  await makeServerFolder(layout.cluster, await serverAccount());
  const { cluster } = layout;
  execFileSync('tar', ['-xf', join(backup.path, 'base.tar'), '-C', cluster]);
  await writeFile(join(cluster, 'standby.signal'), '');
  execFileSync('chown', ['-R', `--reference=${cluster}`, cluster]);
  const { endpoints, user, password } = primary.target('superuser');
  const [{ host, port }] = endpoints;
  const extra = {
    ...smallTuning.extra,
    primary_conninfo: `host=${host} port=${port} user=${user} password=${password}`,
  };
  const standby = await startEmbeddedServer({
    dataDir,
    clock: systemClock,
    log: silentLog,
    tuning: { ...smallTuning, extra },
  });
  onTestFinished(() => standby[Symbol.asyncDispose]());
  return standby;
}
