import type { Clock } from '../../clock/clock.ts';
import type { Log } from '../../log/log.ts';
import { openClient } from '../client.ts';
import { codeOf, sqlState } from '../sqlstate.ts';
import { type DatabaseTarget, defaultLimits } from '../target.ts';
import { serverAccount } from './account.ts';
import { recoverFromRestore } from './interrupted-restore.ts';
import { findBinaries } from './binaries.ts';
import { DATABASE, readCredentials } from './credentials.ts';
import { type EmbeddedRole, targetOf } from './embedded-target.ts';
import { ensureInitialised, makeServerFolder } from './initialise.ts';
import { type Layout, layoutOf } from './layout.ts';
import { type Launch, launchPostmaster, stopPostmaster } from './postmaster.ts';
import { isAlive } from './process-identity.ts';
import {
  findRunning,
  lockedBy,
  recordOwner,
  type RunningPostmaster,
} from './running-postmaster.ts';
import { serverSettings, type ServerTuning, usualTuning } from './settings.ts';

/** A PostgreSQL server that the program runs for itself. */
export interface EmbeddedServer extends AsyncDisposable {
  readonly layout: Layout;
  /** `false` while another process of the program runs the server; disposing then leaves it alone. */
  readonly owned: boolean;
  /** How to connect as a role; `database` is the program's own unless named. */
  target(role: EmbeddedRole, database?: string): DatabaseTarget;
}

/** What an embedded server is started with. */
export interface EmbeddedOptions {
  /** The program's data folder. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Settings besides the usual; the log is archived when the folder for it exists. */
  readonly tuning?: ServerTuning;
  /** Starts the data that a restore just put in place: once, without starting it again when it ends. */
  readonly restoring?: boolean;
}

const START_PATIENCE_MS = 120_000;
const LOCK_PATIENCE_MS = 20_000;
const NEWCOMER_PATIENCE_MS = 2_000;
const LONGEST_PAUSE_MS = 10_000;

/** Output of a server that found the folder still in use by one that is going away. */
const inUse = /lock file .* already exists|pre-existing shared memory|is being used by/;

const notYet: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', sqlState.cannotConnectNow]);

type Started = { readonly pid: number; readonly owned: boolean; readonly gone: Promise<unknown> };

async function answers(target: DatabaseTarget): Promise<boolean> {
  try {
    await using connection = await openClient(target, 'start', defaultLimits);
    await connection.client.query('select 1');
    return true;
  } catch (error) {
    if (notYet.has(codeOf(error))) return false;
    throw error;
  }
}

/** Whether `running` is to be left alone: it has an owner, or may just be starting. */
function inUseByOthers(running: RunningPostmaster, waitedMs: number): boolean {
  return running.attended ?? waitedMs < NEWCOMER_PATIENCE_MS;
}

/** Starts what `launch` describes, or joins the server that another process of the program runs. */
async function startOrJoin(
  launch: Launch,
  superuser: DatabaseTarget,
  clock: Clock,
  stopping: AbortSignal,
): Promise<Started> {
  const since = clock.monotonic();
  for (;;) {
    const waited = clock.monotonic() - since;
    const running = await findRunning(launch.layout);
    if (running && inUseByOthers(running, waited)) {
      if (running.attended && (await answers(superuser))) {
        return { pid: running.pid, owned: false, gone: waitForEnd(running.pid, clock, stopping) };
      }
    } else {
      if (running) await stopPostmaster(running.pid, launch.binaries, launch.layout, clock);
      const started = await startOwn(launch, superuser, clock);
      if (started) return started;
    }
    if (waited > LOCK_PATIENCE_MS) {
      throw new Error(`The data folder ${launch.layout.cluster} stays in use by another server.`);
    }
    await clock.sleep(50);
  }
}

async function waitForEnd(pid: number, clock: Clock, stopping: AbortSignal): Promise<void> {
  while (isAlive(pid) && !stopping.aborted) {
    await clock.sleep(500, stopping).catch(() => {});
  }
}

/** Starts a server; `null` when the folder is still in use by one that is going away. */
async function startOwn(
  launch: Launch,
  superuser: DatabaseTarget,
  clock: Clock,
): Promise<Started | null> {
  const server = await launchPostmaster(launch);
  const until = clock.monotonic() + START_PATIENCE_MS;
  let output: readonly string[] | null = null;
  let recorded = false;
  void server.ended.then((lines) => (output = lines));
  for (;;) {
    if (output !== null) return refusal(output);
    if (!recorded && (await lockedBy(launch.layout)) === server.pid) {
      await recordOwner(launch.layout, server.pid);
      recorded = true;
    }
    if (recorded && (await answers(superuser))) {
      return { pid: server.pid, owned: true, gone: server.ended };
    }
    if (clock.monotonic() > until) {
      await stopPostmaster(server.pid, launch.binaries, launch.layout, clock);
      throw new Error('The database server did not become ready within two minutes.');
    }
    await clock.sleep(10);
  }
}

function refusal(output: readonly string[]): null {
  const text = output.join('\n');
  if (inUse.test(text)) return null;
  throw new Error(`The database server did not start. It said:\n${text}`);
}

/**
 * Starts the embedded server of a data folder and keeps it running: when it dies it is started
 * again. Initialises the folder the first time (about a second). Roles and schema are the business
 * of `prepareEmbedded`.
 */
export async function startEmbeddedServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { clock, log } = options;
  const layout = layoutOf(options.dataDir);
  const account = await serverAccount();
  const binaries = await findBinaries(account);
  if (!options.restoring && !(await findRunning(layout))) await recoverFromRestore(layout);
  await ensureInitialised(layout, binaries, account);
  await makeServerFolder(layout.socket, account);
  const tuning = options.tuning ?? (await usualTuning(layout));
  if (tuning.archiveTo) await makeServerFolder(tuning.archiveTo, account);
  const credentials = await readCredentials(layout.credentials);
  const target = (role: EmbeddedRole, database = DATABASE) =>
    targetOf(layout, credentials, role, database);
  const settings = serverSettings(tuning);
  const launch: Launch = { binaries, layout, account, settings, port: credentials.port, log };
  const superuser = target('superuser', 'postgres');
  const stopping = new AbortController();
  let current = await startOrJoin(launch, superuser, clock, stopping.signal);

  async function restart(): Promise<void> {
    for (let pause = 100; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        current = await startOrJoin(launch, superuser, clock, stopping.signal);
        return;
      } catch (error) {
        log.error('The database server could not be started again; trying once more.', error);
        await clock.sleep(pause, stopping.signal);
      }
    }
  }

  async function stop(): Promise<void> {
    if (current.owned) await stopPostmaster(current.pid, binaries, layout, clock);
  }

  async function supervise(): Promise<void> {
    for (;;) {
      await current.gone;
      if (stopping.signal.aborted || options.restoring) return;
      log.warn('The database server ended; it is started again.');
      await restart();
      // Told to stop while it was being started again: this one is to go, too.
      if (stopping.signal.aborted) return stop();
    }
  }
  const supervision = supervise().catch((error: unknown) => {
    if (!stopping.signal.aborted) log.error('The database server is no longer watched.', error);
  });

  return {
    layout,
    get owned() {
      return current.owned;
    },
    target,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await stop();
      await supervision;
    },
  };
}
