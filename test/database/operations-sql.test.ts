import { expect, it } from 'vitest';
import * as backups from '#domains/operations/backups.queries.ts';
import * as errors from '#domains/operations/error-logs.queries.ts';
import * as runs from '#domains/operations/monitor-runs.queries.ts';
import * as policies from '#domains/operations/retention-policies.queries.ts';
import * as status from '#domains/operations/status.queries.ts';
import * as views from '#domains/operations/views/saved-views.queries.ts';
import * as retention from '#platform/monitors/retention.queries.ts';
import * as journal from '#platform/monitors/run-journal.queries.ts';
import { expectCompiledSql, type SampleCall } from '#test/support/compiled-sql.ts';

const id = '019a0000-0000-7000-8000-000000000001';
const page = { limit: 50 };
const view = { name: 'n', isShared: true, isStart: false, state: { params: {}, tables: {} } };

const calls: Readonly<Record<string, SampleCall>> = {
  listMonitors: runs.listMonitors,
  pageOfRuns: (tx) => runs.pageOfRuns(tx, { monitor: 'm', outcome: 'failed' }, page),
  insertErrorLog: (tx) =>
    errors.insertErrorLog(tx, {
      incident: 'K7QX-2M9D',
      errorType: 'Error',
      message: 'm',
      stackTrace: null,
      userId: null,
      requestPath: 'a.b',
      requestMethod: 'web',
      requestData: {},
      appContext: 'rpc',
      at: new Date(0),
    }),
  pageOfErrors: (tx) => errors.pageOfErrors(tx, { resolved: false, incident: 'K7QX-2M9D' }, page),
  resolveErrors: (tx) => errors.resolveErrors(tx, [1], id),
  pageOfBackups: (tx) => backups.pageOfBackups(tx, page),
  backupById: (tx) => backups.backupById(tx, id),
  insertBackup: (tx) =>
    backups.insertBackup(tx, { kind: 'manual', location: '/b', workstation: 'w', requestedBy: id }),
  updateProgress: (tx) => backups.updateProgress(tx, id, 0.5),
  finishBackup: (tx) =>
    backups.finishBackup(tx, id, { status: 'succeeded', location: '/b', bytes: 1 }),
  abandonBackups: (tx) => backups.abandonBackups(tx, 'w', 'e'),
  hoursSinceBackup: backups.hoursSinceBackup,
  readVersions: status.readVersions,
  abandonRuns: (tx) => journal.abandonRuns(tx, 2),
  adoptMonitors: (tx) => journal.adoptMonitors(tx, []),
  listViews: (tx) => views.listViews(tx, 'shopfloor.log'),
  findView: (tx) => views.findView(tx, id),
  clearStart: (tx) => views.clearStart(tx, id, 'shopfloor.log', id),
  insertView: (tx) => views.insertView(tx, id, 'shopfloor.log', view),
  updateView: (tx) => views.updateView(tx, id, 1, view),
  deleteView: (tx) => views.deleteView(tx, id),
  listPolicies: policies.listPolicies,
  findPolicy: (tx) => policies.findPolicy(tx, 'm'),
  updatePolicy: (tx) => policies.updatePolicy(tx, 'm', 1, 30),
  readKeepDays: (tx) => retention.readKeepDays(tx, 'm'),
  removeOlder: (tx) =>
    retention.removeOlder(tx, { table: 'operations.monitor_runs', age: 'started_at' }, 30, 100),
  startRun: (tx) => journal.startRun(tx, { monitor: 'm', epoch: 1, workstation: 'w' }),
  finishRun: (tx) =>
    journal.finishRun(tx, {
      run: 1,
      monitor: 'm',
      outcome: 'succeeded',
      affected: 1,
      note: null,
      error: null,
    }),
};

it('makes the statements that were reviewed, for every query function of operations', async () => {
  const functions = [runs, errors, backups, status, policies, views, retention, journal].flatMap(
    (file) => Object.keys(file),
  );
  expect(Object.keys(calls).toSorted()).toEqual(functions.toSorted());
  await expectCompiledSql('operations', calls);
});
