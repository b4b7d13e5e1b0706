import {
  type MoveInReport,
  type MoveInSource,
  type MoveInStep,
} from '#contract/shopfloor/move-in.ts';
import type { AuditOrigin, AuditService } from '#domains/identity/audit/audit.service.ts';
import { violatedConstraint } from '#platform/database/constraints.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { ForeignDatabase } from '#platform/database/foreign/foreign-database.ts';
import type { Platform } from '#platform/platform.ts';
import type { BadgeUid } from '#platform/serial/badge-uid.ts';
import { badgeReading } from './badge-reading.ts';
import { Findings } from './findings.ts';
import { Known } from './known.ts';
import { moveWaiting, RowsLost } from './move-waiting.ts';
import { expectManyRows, type Moving } from './moving.queries.ts';
import { openShopMonitor, sourceKeyOf } from './open-source.ts';
import { pace } from './pace.ts';
import { countRows, readEverything, type Reading, readFacts } from './reading.ts';
import {
  beatRun,
  clearStage,
  finishRun,
  interruptRun,
  readHere,
  readStaged,
  stageRows,
  startRun,
} from './staging.queries.ts';
import { watched } from './watched.ts';

/** Who moves a ShopMonitor in. */
export interface Mover {
  readonly userId: string;
  readonly username: string;
  readonly origin?: AuditOrigin;
}

/** Moves an existing ShopMonitor in. Streams tell how far it is and end with the report. */
export interface MoveInService {
  /** Writes nothing. */
  rehearse(source: MoveInSource, signal: AbortSignal): AsyncGenerator<MoveInStep, void>;
  /** Throws a violation of `move_in_runs_one_running` while another one is under way. */
  move(mover: Mover, source: MoveInSource, signal: AbortSignal): AsyncGenerator<MoveInStep, void>;
}

/** What the service works with. */
export interface MoveInParts extends Pick<Platform, 'clock' | 'log' | 'database'> {
  /** The same database with limits for statements that take an hour. */
  readonly patient: Database;
  readonly audit: AuditService;
  /** What identity keeps of a badge. */
  readonly badgeHash: (uid: BadgeUid) => Buffer;
}

/** The name by which the database knows that history is brought along and did not happen now. */
const task = 'shopfloor.move-in';
const BEAT_MS = 5000;

type Say = (step: MoveInStep) => void;
type Keep = Reading['keep'];

const keepNothing: Keep = () => Promise.resolve();
const asStep = (report: MoveInReport): MoveInStep => ({ kind: 'report', report });

/** It gave no sign of life for so long that another run has begun: that one moves the rows. */
class RunTakenOver extends Error {
  override readonly name = 'RunTakenOver';

  constructor() {
    super('The run was taken for dead, and another one has begun.');
  }
}

/** What waits no longer fits what stands here, or not all of it is there: the next run begins anew. */
const isSpoilt = (error: unknown): boolean =>
  violatedConstraint(error) !== null || error instanceof RowsLost;

/** Makes the service. */
export function moveInService(parts: MoveInParts): MoveInService {
  const { clock, log, database, patient, audit, badgeHash } = parts;

  async function read(
    source: ForeignDatabase,
    sourceKey: string,
    options: MoveInSource,
    watch: { readonly say: Say; readonly signal: AbortSignal; readonly keep: Keep },
  ): Promise<Findings> {
    const here = await patient.asSystem(task, (tx) => readHere(tx, sourceKey));
    const badges = badgeReading(options.badgeForm, badgeHash);
    const known = new Known(here, await readFacts(source), badges);
    const findings = new Findings();
    const total = [...(await countRows(source)).values()].reduce((sum, rows) => sum + rows, 0);
    const paced = pace(clock, 'reading', total);
    const onBatch: Reading['onBatch'] = (table, done) => watch.say(paced(table, done));
    await readEverything({ source, known, findings, onBatch, ...watch });
    return findings;
  }

  /** Everything that waits, in one transaction. */
  function moveAll(
    mover: Mover,
    moving: Moving,
    report: MoveInReport,
    { say, signal }: { readonly say: Say; readonly signal: AbortSignal },
  ): Promise<void> {
    const total = report.tables.reduce((sum, { moved }) => sum + moved, 0);
    const paced = pace(clock, 'moving', total);
    return patient.asSystem(
      task,
      async (tx) => {
        await expectManyRows(tx);
        let done = 0;
        for (const { table, moved } of report.tables) {
          say(paced(table, done));
          const before = done;
          await moveWaiting(tx, { table, moved }, moving, (rows) =>
            say(paced(table, before + rows)),
          );
          done += moved;
        }
        await clearStage(tx);
        if (!(await finishRun(tx, moving.runId, report))) throw new RunTakenOver();
        await audit.record(tx, {
          ...mover,
          action: 'shopmonitor.move-in',
          targetType: 'move_in_run',
          targetId: moving.runId,
          details: { source: report.sourceLabel, zone: report.zone, rows: total },
        });
      },
      { signal },
    );
  }

  async function stageAndMove(
    mover: Mover,
    source: ForeignDatabase,
    moving: Moving,
    options: MoveInSource,
    watch: { readonly say: Say; readonly signal: AbortSignal },
  ): Promise<MoveInReport> {
    const start = clock.monotonic();
    const staged = await database.asSystem(task, readStaged);
    const keep: Keep = async (table, rows) => {
      const last = staged.get(table) ?? Number.MIN_SAFE_INTEGER;
      const fresh = rows.filter(({ id }) => id > last);
      if (fresh.length === 0) return;
      const stage = (tx: Tx) => stageRows(tx, moving.runId, table, fresh);
      if (!(await database.asSystem(task, stage))) throw new RunTakenOver();
    };
    const findings = await read(source, moving.sourceKey, options, { ...watch, keep });
    const seconds = (): number => (clock.monotonic() - start) / 1000;
    const of = { sourceLabel: source.label, zone: options.zone };
    await moveAll(mover, moving, findings.report({ ...of, seconds: seconds() }), watch);
    return findings.report({ ...of, seconds: seconds() });
  }

  const missed = (error: unknown): void =>
    log.warn('A sign of life of a move was not kept.', { error });

  async function interrupted(runId: string, error: unknown): Promise<void> {
    const why = error instanceof Error ? error.message : String(error);
    await database.asSystem(task, async (tx) => {
      await interruptRun(tx, runId, why);
      if (isSpoilt(error)) await clearStage(tx);
    });
  }

  async function run(
    mover: Mover,
    options: MoveInSource,
    watch: { readonly say: Say; readonly signal: AbortSignal },
  ): Promise<MoveInReport> {
    await using source = await openShopMonitor(options);
    const sourceKey = await sourceKeyOf(source);
    const { zone } = options;
    const begun = { sourceKey, sourceLabel: source.label, zone, userId: mover.userId };
    const runId = await patient.asSystem(task, (tx) => startRun(tx, begun));
    const beat = () => database.asSystem(task, (tx) => beatRun(tx, runId));
    using timers = new DisposableStack();
    timers.use(clock.every(BEAT_MS, () => void beat().catch(missed)));
    try {
      const moving = { sourceKey, runId, zone, userId: mover.userId };
      return await stageAndMove(mover, source, moving, options, watch);
    } catch (error) {
      await interrupted(runId, error);
      throw error;
    }
  }

  return {
    rehearse: (options, until) =>
      watched<MoveInStep, MoveInStep>(clock, until, async (say, signal) => {
        const start = clock.monotonic();
        await using source = await openShopMonitor(options);
        const sourceKey = await sourceKeyOf(source);
        const findings = await read(source, sourceKey, options, { say, signal, keep: keepNothing });
        const seconds = (clock.monotonic() - start) / 1000;
        return asStep(findings.report({ sourceLabel: source.label, zone: options.zone, seconds }));
      }),
    move: (mover, options, until) =>
      watched<MoveInStep, MoveInStep>(clock, until, async (say, signal) =>
        asStep(await run(mover, options, { say, signal })),
      ),
  };
}
