import { describe, expect, it } from 'vitest';
import { type MoveInReport, moveInTables } from '#contract/shopfloor/move-in.ts';
import { expectManyRows, moveSpan, nextSpan } from '#domains/shopfloor/move-in/moving.queries.ts';
import { listMovedAlerts } from '#domains/shopfloor/move-in/moved-alerts.queries.ts';
import {
  beatRun,
  clearStage,
  finishRun,
  interruptRun,
  listRuns,
  readHere,
  readStaged,
  stageRows,
  startRun,
} from '#domains/shopfloor/move-in/staging.queries.ts';
import type { SampleCall } from '#test/support/compiled-sql.ts';
import { expectCompiledSql } from '#test/support/compiled-sql.ts';

const id = '019b0000-0000-7000-8000-000000000000';
const run = { sourceKey: 'k', sourceLabel: 'l', zone: 'UTC', userId: id };
const moving = { sourceKey: 'k', runId: id, zone: 'UTC', userId: id };
const span = { after: 0, upTo: 10, rows: 10, fresh: 10 };
const moves = Object.fromEntries(
  moveInTables.map((table): [string, SampleCall] => [
    `moving: ${table}`,
    (tx) => moveSpan(tx, table, moving, span),
  ]),
);

describe('the statements of moving in', () => {
  it('are those that were reviewed', async () => {
    const held = expectCompiledSql('shopfloor-move-in', {
      'runs: startRun': (tx) => startRun(tx, run),
      'runs: beatRun': (tx) => beatRun(tx, id),
      'runs: interruptRun': (tx) => interruptRun(tx, id, 'e'),
      'runs: finishRun': (tx) => finishRun(tx, id, {} as MoveInReport),
      'runs: listRuns': (tx) => listRuns(tx, { limit: 50 }),
      'alerts: listMovedAlerts': (tx) =>
        listMovedAlerts(tx, { search: 's', severity: 'error', acknowledged: true }, { limit: 50 }),
      'staging: readHere': (tx) => readHere(tx, 'k'),
      'staging: readStaged': readStaged,
      'staging: stageRows': (tx) => stageRows(tx, id, 'roles', [{ id: 1, row: {} }]),
      'staging: clearStage': clearStage,
      'moving: expectManyRows': expectManyRows,
      'moving: nextSpan': (tx) => nextSpan(tx, 'roles', 0, 10),
      ...moves,
    });
    await expect(held).resolves.toBeUndefined();
  });
});
