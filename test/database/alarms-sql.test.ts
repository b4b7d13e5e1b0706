import { expect, it } from 'vitest';
import type { QueueFilter } from '#contract/alarms/queue.ts';
import * as queue from '#domains/alarms/alarms.queries.ts';
import * as clearing from '#domains/alarms/clearing.queries.ts';
import { givenOf } from '#domains/alarms/given.ts';
import * as grouping from '#domains/alarms/grouping.queries.ts';
import * as handOver from '#domains/alarms/hand-over/hand-over.queries.ts';
import * as journal from '#domains/alarms/journal/journal.queries.ts';
import * as limits from '#domains/alarms/limits.queries.ts';
import * as channels from '#domains/alarms/notifications/channels.queries.ts';
import * as deliveries from '#domains/alarms/notifications/deliveries.queries.ts';
import * as operator from '#domains/alarms/operator.queries.ts';
import * as outOfService from '#domains/alarms/overlays/out-of-service.queries.ts';
import * as overlayLists from '#domains/alarms/overlays/overlay-lists.queries.ts';
import * as shelving from '#domains/alarms/overlays/shelving.queries.ts';
import * as suppression from '#domains/alarms/overlays/suppression.queries.ts';
import * as positions from '#domains/alarms/positions/positions.queries.ts';
import * as raising from '#domains/alarms/raising.queries.ts';
import * as reports from '#domains/alarms/reports/reports.queries.ts';
import * as retention from '#domains/alarms/retention.queries.ts';
import * as types from '#domains/alarms/types/types.queries.ts';
import * as watching from '#domains/alarms/watching/watching.queries.ts';
import { expectCompiledSql, type SampleCall } from '#test/support/compiled-sql.ts';

const id = '019a0000-0000-7000-8000-000000000001';
const at = '2026-01-01T00:00:00Z';
const source = { type: 'node', id: '7', name: 'Node 7' };
const raise = { alarmType: 'node_offline', source };
const page = { limit: 50 };
const seen = [{ id, annunciation: 1 }];
const step = { id, version: 1, userId: id, note: null };

const modules = {
  ...queue,
  ...clearing,
  ...grouping,
  ...journal,
  ...limits,
  ...operator,
  ...outOfService,
  ...overlayLists,
  ...shelving,
  ...suppression,
  ...raising,
  ...types,
  ...positions,
  ...watching,
  ...retention,
  ...reports,
  ...handOver,
  ...channels,
  ...deliveries,
};

const fields = {
  name: 'n',
  description: null,
  workstations: ['w'],
  roleIds: [id],
  areaIds: [id],
  sourceTypes: ['node'],
};

const webhook = {
  kind: 'webhook' as const,
  name: 'n',
  isEnabled: true,
  url: 'https://example.com',
  allowPrivate: false,
};
const route = {
  name: 'n',
  channelId: id,
  trigger: 'escalated' as const,
  priorities: ['P1' as const],
  positionId: null,
  alarmTypes: [],
  roleIds: [],
  addresses: [],
  isEnabled: true,
};
const draft = { id, version: 1 };
const signature = { userId: id, workstation: 'w' };

const calls: Readonly<Record<string, SampleCall>> = {
  pageOfAlarms: (tx) =>
    queue.pageOfAlarms(
      tx,
      {
        open: true,
        setAside: false,
        priorities: ['P1', 'P2'],
        states: ['active-unacked'],
        alarmType: 'a',
        sourceType: 'b',
        sourceId: 'c',
        areaId: id,
        positionId: id,
        parentId: id,
        assignedTo: id,
        from: at,
        to: at,
      },
      page,
    ),
  listedAlarms: async (tx) => {
    await queue.listedAlarms(tx, {}, null, 2000);
    await queue.listedAlarms(tx, { setAside: true, positionId: id }, [id], 2000);
    const filter: QueueFilter = {
      priority: 'P1',
      state: 'active-acked',
      sourceTypes: ['node'],
      exceptSourceTypes: ['token'],
      areaId: id,
      mark: 'firstOut',
      assignedTo: id,
      search: 'pump',
    };
    await queue.listedAlarms(tx, { filter }, null, 2000);
  },
  alarmById: (tx) => queue.alarmById(tx, id),
  countListed: (tx) => queue.countListed(tx, null),
  countSetAside: queue.countSetAside,
  standingFloods: (tx) => queue.standingFloods(tx, null),
  removeLeft: (tx) => retention.removeLeft(tx, 180, 5000),
  removeLives: (tx) => retention.removeLives(tx, 1095, 500),
  raiseAlarms: (tx) => raising.raiseAlarms(tx, [givenOf(raise)], { waited: false }),
  describeAlarms: (tx) => raising.describeAlarms(tx, [givenOf(raise)]),
  activeSources: (tx) => raising.activeSources(tx, 'node_offline'),
  takeDueConditions: raising.takeDueConditions,
  clearAlarms: (tx) => clearing.clearAlarms(tx, [raise]),
  clearDueAlarms: clearing.clearDueAlarms,
  expireAlarms: clearing.expireAlarms,
  groupAlarms: (tx) => grouping.groupAlarms(tx, null),
  countMembers: (tx) => grouping.countMembers(tx, [id]),
  releaseMembers: grouping.releaseMembers,
  standingParents: grouping.standingParents,
  pageOfJournal: (tx) =>
    journal.pageOfJournal(
      tx,
      {
        alarmId: id,
        alarmType: 'a',
        sourceType: 'b',
        sourceId: 'c',
        events: ['raised'],
        priorities: ['P1'],
        positionId: id,
        userId: id,
        annunciated: true,
        from: at,
        to: at,
      },
      page,
      'desc',
    ),
  readLimits: (tx) => limits.readLimits(tx, [{ ...raise, value: 1 }]),
  actingFrom: (tx) => operator.actingFrom(tx, 'w', 'n'),
  acknowledgeAlarms: (tx) =>
    operator.acknowledgeAlarms(tx, seen, { userId: id, workstation: 'w', note: null }),
  actOnAlarms: async (tx) => {
    await operator.actOnAlarms(tx, { kind: 'reset', seen });
    await operator.actOnAlarms(tx, { kind: 'assign', seen: [{ id, assignedTo: null }], to: id });
    await operator.actOnAlarms(tx, { kind: 'comment', seen: [{ id }], text: 't' });
  },
  resolveEvent: (tx) => operator.resolveEvent(tx, { id, userId: id, note: 'n' }),
  requestOutOfService: (tx) =>
    outOfService.requestOutOfService(tx, {
      alarmId: id,
      userId: id,
      reason: 'r',
      workOrder: null,
      expectedUntil: null,
    }),
  decideOutOfService: (tx) => outOfService.decideOutOfService(tx, { ...step, to: 'approved' }),
  returnToService: (tx) => outOfService.returnToService(tx, step),
  listShelvings: (tx) => overlayLists.listShelvings(tx, true, page),
  listOutOfService: (tx) => overlayLists.listOutOfService(tx, ['approved'], page),
  findOutOfService: (tx) => overlayLists.findOutOfService(tx, id),
  listSuppressions: (tx) => overlayLists.listSuppressions(tx, 'maintenance', page),
  listSuppressionRules: overlayLists.listSuppressionRules,
  setSuppressionRule: (tx) =>
    overlayLists.setSuppressionRule(tx, { rule: 'maintenance', version: 1, isEnabled: false }),
  shelveAlarms: (tx) =>
    shelving.shelveAlarms(tx, seen, {
      userId: id,
      workstation: 'w',
      reason: 'r',
      seconds: 60,
      oneShot: false,
    }),
  endShelvings: (tx) => shelving.endShelvings(tx, [id], { how: 'unshelved', by: id }),
  expiredShelvings: shelving.expiredShelvings,
  beginSuppressions: (tx) => suppression.beginSuppressions(tx, 'maintenance', [{ source }]),
  endSuppressions: (tx) => suppression.endSuppressions(tx, 'maintenance', [{ source }]),
  endOtherSuppressions: (tx) => suppression.endOtherSuppressions(tx, 'maintenance', [{ source }]),
  applyOverlays: suppression.applyOverlays,
  listAlarmTypes: types.listAlarmTypes,
  findAlarmType: (tx) => types.findAlarmType(tx, 'node_offline'),
  updateAlarmType: (tx) =>
    types.updateAlarmType(tx, { alarmType: 'node_offline', version: 1 }, { onDelaySeconds: 5 }),
  listEscalationRules: types.listEscalationRules,
  listPositions: positions.listPositions,
  findPosition: (tx) => positions.findPosition(tx, id),
  positionFor: (tx) => positions.positionFor(tx, { userId: id, workstation: 'w' }),
  insertPosition: (tx) => positions.insertPosition(tx, fields),
  updatePosition: (tx) => positions.updatePosition(tx, { id, version: 1 }, fields),
  deletePosition: (tx) => positions.deletePosition(tx, id, 1),
  listFloods: (tx) => positions.listFloods(tx, { positionId: id, from: at, to: at }, page),
  escalateAlarms: watching.escalateAlarms,
  markChattering: watching.markChattering,
  markStale: watching.markStale,
  followFloods: watching.followFloods,
  daysOf: (tx) => reports.daysOf(tx, { from: '2026-01-01', to: '2026-01-02', zone: 'UTC' }),
  readKpiEvents: (tx) => reports.readKpiEvents(tx, { from: 0, to: 1000 }),
  readKpiStanding: (tx) => reports.readKpiStanding(tx, 0),
  configuredTypes: reports.configuredTypes,
  listBadActors: (tx) =>
    reports.listBadActors(tx, { from: at, to: at, positionId: null, limit: 20 }),
  readConditions: (tx) =>
    reports.readConditions(tx, { alarmType: 'a', sourceType: 'b', sourceId: 'c', days: 30 }),
  listHandOvers: (tx) => handOver.listHandOvers(tx, id, page),
  findHandOver: (tx) => handOver.findHandOver(tx, id),
  insertHandOver: (tx) =>
    handOver.insertHandOver(tx, {
      positionId: id,
      shiftFrom: at,
      shiftTo: at,
      notes: '',
      ...signature,
    }),
  updateHandOver: (tx) => handOver.updateHandOver(tx, draft, 'n'),
  signHandOver: (tx) => handOver.signHandOver(tx, draft, signature),
  receiveHandOver: (tx) => handOver.receiveHandOver(tx, draft, signature),
  deleteHandOver: (tx) => handOver.deleteHandOver(tx, draft),
  listChannels: channels.listChannels,
  findChannel: (tx) => channels.findChannel(tx, id),
  findChannelRow: (tx) => channels.findChannelRow(tx, id),
  insertChannel: (tx) => channels.insertChannel(tx, id, webhook, 's'),
  updateChannel: (tx) => channels.updateChannel(tx, draft, webhook, undefined),
  deleteChannel: (tx) => channels.deleteChannel(tx, id, 1),
  listRoutes: channels.listRoutes,
  findRoute: (tx) => channels.findRoute(tx, id),
  insertRoute: (tx) => channels.insertRoute(tx, route),
  updateRoute: (tx) => channels.updateRoute(tx, draft, route),
  deleteRoute: (tx) => channels.deleteRoute(tx, id, 1),
  claimDeliveries: (tx) => deliveries.claimDeliveries(tx, 20),
  recordTest: (tx) => channels.recordTest(tx, id, 'error'),
  recordAttempts: (tx) =>
    deliveries.recordAttempts(tx, [{ id: '1', channelId: id, recipients: 1, error: null }]),
  failingChannels: deliveries.failingChannels,
  languageOf: (tx) => deliveries.languageOf(tx, id),
  listDeliveries: (tx) => deliveries.listDeliveries(tx, 'failed', page),
  retryDeliveries: (tx) => deliveries.retryDeliveries(tx, ['1']),
  updateEscalationRule: (tx) => types.updateEscalationRule(tx, { priority: 'P1', version: 1 }, 60),
};

it('makes the statements that were reviewed, for every query function of alarms', async () => {
  expect(Object.keys(calls).toSorted()).toEqual(Object.keys(modules).toSorted());
  await expectCompiledSql('alarms', calls);
});
