import { describe, expect, it } from 'vitest';
import { listLogs } from '#domains/shopfloor/logs/log-list.queries.ts';
import { addLogLine } from '#domains/shopfloor/logs/logs.queries.ts';
import {
  claimNodeEvent,
  isNodeEventKnown,
  readNodeOutcome,
  writeNodeOutcome,
} from '#domains/shopfloor/nodes/node-events.queries.ts';
import { holdLeases, releaseLeases } from '#domains/shopfloor/nodes/node-leases.queries.ts';
import {
  lockReportingNode,
  readGreeted,
  recordContact,
} from '#domains/shopfloor/nodes/node-reports.queries.ts';
import {
  findUnconfirmed,
  listDrivenNodes,
  listNodeConditions,
  findAlarmedNode,
  lockGreetingNode,
  markNodeOnline,
  markUnconfirmed,
  recordHeard,
} from '#domains/shopfloor/nodes/node-state.queries.ts';
import {
  findNode,
  insertNode,
  listNodeLinks,
  listNodes,
  updateNode,
} from '#domains/shopfloor/nodes/nodes.queries.ts';
import {
  confirmLock,
  confirmRelease,
  findUnanswered,
  nodesConcerned,
  readMachineName,
  readPortDemands,
  recordCommandFailure,
} from '#domains/shopfloor/nodes/port-commands.queries.ts';
import { readPeople, readTraining } from '#domains/shopfloor/reports/people-report.queries.ts';
import {
  readAreaSums,
  readDays,
  readMachineSums,
  readPeriodSums,
  readReasons,
  readRefusalDays,
  readWeek,
} from '#domains/shopfloor/reports/use-report.queries.ts';
import {
  activeStretches,
  forgetUse,
  noteEverything,
  rollDays,
  rollHours,
  rollRefusals,
  takeStale,
} from '#domains/shopfloor/reports/use-rollup.queries.ts';
import {
  lockRules,
  readUseSettings,
  updateUseSettings,
} from '#domains/shopfloor/reports/use-settings.queries.ts';
import {
  findPlan,
  insertPlan,
  listRevisions,
  scalePositions,
} from '#domains/shopfloor/plans/floor-plans.queries.ts';
import { listPositions, savePlace } from '#domains/shopfloor/plans/plan-positions.queries.ts';
import {
  findElsewhere,
  isElsewhereRecorded,
} from '#domains/shopfloor/sessions/elsewhere.queries.ts';
import {
  findSession,
  listActiveSessions,
  listSessions,
} from '#domains/shopfloor/sessions/session-list.queries.ts';
import {
  endSession,
  holdsInArea,
  insertSession,
  lockSession,
  recordActivity,
} from '#domains/shopfloor/sessions/sessions.queries.ts';
import {
  findMachineAtPort,
  lockMachine,
  readJustDone,
  readStartRow,
} from '#domains/shopfloor/sessions/start.queries.ts';
import {
  findIdleSessions,
  isStillIdle,
  warnIdleSessions,
} from '#domains/shopfloor/sessions/timeouts.queries.ts';
import {
  findArea,
  insertArea,
  listAreas,
  updateArea,
} from '#domains/shopfloor/structure/areas.queries.ts';
import {
  listTiles,
  machinesTouched,
  readStatistics,
} from '#domains/shopfloor/structure/machine-tiles.queries.ts';
import {
  findMachine,
  insertMachine,
  listMachines,
  updateCondition,
  updateMachine,
} from '#domains/shopfloor/structure/machines.queries.ts';
import {
  addServiceLines,
  lockPlace,
  readAffected,
  setService,
} from '#domains/shopfloor/structure/service-state.queries.ts';
import {
  findZone,
  insertZone,
  listZones,
  updateZone,
} from '#domains/shopfloor/structure/zones.queries.ts';
import { expectCompiledSql } from '#test/support/compiled-sql.ts';

const id = '019b0000-0000-7000-8000-000000000000';
const page = { limit: 50 };
const stretches = {
  machines: [id],
  from: ['2026-01-05T00:00:00Z'],
  until: ['2026-01-05T01:00:00Z'],
};
const slice = {
  from: '2026-01-05',
  until: '2026-01-11',
  zone: 'UTC',
  areaId: id,
  machineId: id,
  userId: id,
};
const event = { nodeKey: id, boot: 'b', seq: 1 };
const area = { name: 'n', description: null, code: 'c', active: true };
const zone = { ...area, areaId: id };
const machine = {
  machineId: 'm',
  name: 'n',
  description: null,
  zoneId: id,
  nodeId: id,
  nodePort: 0,
  active: true,
  requiresRfid: true,
  timeoutMinutes: 60,
  warningMinutes: 5,
  checkAfterUse: false,
  takeOver: 'none' as const,
  takeOverIdleMinutes: 10,
  extensionsMax: 2,
  extensionMinutes: 15,
  extendByBadge: false,
};
const node = {
  nodeId: 'n',
  name: 'n',
  description: null,
  nodeType: 'machine_monitor',
  zoneId: id,
  isEsp32: true,
  endpoint: 'tcp://h:1',
  installationId: null,
  offlineAfterSeconds: 45,
  monitorsEstop: true,
  drillEveryDays: 30,
  workstation: null,
  active: true,
} as const;
const plan = {
  areaId: id,
  revision: 1,
  fileName: 'f.svg',
  svg: '<svg/>',
  width: 100,
  height: 50,
  madeBy: id,
};
const placing = { kind: 'machine', id, place: { x: 1, y: 2, rotation: 90, size: 10 } } as const;
const start = { machineId: id, userId: id, badgeId: id, via: 'reader', guarded: true } as const;
const end = { sessionId: id, endedBy: 'user', endedByUserId: id, notes: null } as const;
const everySessionFilter = {
  areaId: id,
  machineId: id,
  userId: id,
  state: 'ended',
  endedBy: 'user',
  from: '2026-01-01T00:00:00Z',
  to: '2026-02-01T00:00:00Z',
} as const;
const everyMachineFilter = {
  areaId: id,
  zoneId: id,
  nodeId: id,
  active: true,
  condition: 'ok',
  search: 's',
} as const;
const touched = { sessions: [id], nodes: [id], zones: [id], areas: [id], estops: [id] };

describe('the statements of the shop floor', () => {
  it('are those that were reviewed', async () => {
    const held = expectCompiledSql('shopfloor', {
      'areas: listAreas': (tx) => listAreas(tx, { search: 's', active: true }, page),
      'areas: findArea': (tx) => findArea(tx, id),
      'areas: insertArea': (tx) => insertArea(tx, area),
      'areas: updateArea': (tx) => updateArea(tx, id, 1, area),
      'zones: listZones': (tx) => listZones(tx, { areaId: id, search: 's', active: true }, page),
      'zones: findZone': (tx) => findZone(tx, id),
      'zones: insertZone': (tx) => insertZone(tx, zone),
      'zones: updateZone': (tx) => updateZone(tx, id, 1, zone),
      'machines: listMachines': (tx) => listMachines(tx, everyMachineFilter, page),
      'machines: findMachine': (tx) => findMachine(tx, id),
      'machines: insertMachine': (tx) => insertMachine(tx, machine),
      'machines: updateMachine': (tx) => updateMachine(tx, id, 1, machine),
      'machines: updateCondition': (tx) =>
        updateCondition(tx, id, 1, { condition: 'blocked', note: 'n', userId: id }),
      'tiles: listTiles': (tx) => listTiles(tx, { areaId: id, zoneId: id }, [id]),
      'tiles: machinesTouched': (tx) => machinesTouched(tx, touched),
      'tiles: readStatistics': readStatistics,
      'service state: lockPlace, area': (tx) => lockPlace(tx, 'area', id),
      'service state: lockPlace, zone': (tx) => lockPlace(tx, 'zone', id),
      'service state: lockPlace, machine': (tx) => lockPlace(tx, 'machine', id),
      'service state: readAffected': (tx) => readAffected(tx, { what: 'area', ids: [id] }),
      'service state: setService': (tx) => setService(tx, 'zone', id, false),
      'service state: addServiceLines': (tx) =>
        addServiceLines(tx, [id], {
          userId: id,
          eventType: 'taken-out-of-service',
          data: { notes: 'n' },
          ipAddress: null,
        }),
      'plans: listRevisions': (tx) => listRevisions(tx, id, page),
      'plans: findPlan': (tx) => findPlan(tx, id),
      'plans: insertPlan': (tx) => insertPlan(tx, plan),
      'plans: scalePositions': (tx) => scalePositions(tx, id, { across: 2, down: 3 }),
      'plans: listPositions': (tx) => listPositions(tx, id, true),
      'plans: savePlace, new': (tx) => savePlace(tx, id, { ...placing, version: 0 }),
      'plans: savePlace, read': (tx) => savePlace(tx, id, { ...placing, version: 1 }),
      'start: lockMachine': (tx) => lockMachine(tx, id),
      'start: readStartRow': (tx) => readStartRow(tx, id, id),
      'start: readJustDone': (tx) => readJustDone(tx, id, id, 1500),
      'start: findMachineAtPort': (tx) => findMachineAtPort(tx, id, 0),
      'sessions: insertSession': (tx) => insertSession(tx, start),
      'sessions: endSession': (tx) => endSession(tx, end),
      'sessions: lockSession': (tx) => lockSession(tx, id),
      'sessions: holdsInArea': (tx) => holdsInArea(tx, id, id, ['manage', 'admin']),
      'sessions: recordActivity': (tx) => recordActivity(tx, id, 0, 1),
      'sessions: listSessions': (tx) => listSessions(tx, everySessionFilter, page),
      'sessions: listSessions, active': (tx) => listSessions(tx, { state: 'active' }, page),
      'sessions: listSessions, marked': (tx) => listSessions(tx, { mark: 'end-inferred' }, page),
      'sessions: findSession': (tx) => findSession(tx, id),
      'sessions: listActiveSessions': (tx) => listActiveSessions(tx, id, [id]),
      'timeouts: warnIdleSessions': (tx) => warnIdleSessions(tx),
      'timeouts: findIdleSessions': (tx) => findIdleSessions(tx),
      'timeouts: isStillIdle': (tx) => isStillIdle(tx, id),
      'logs: addLogLine': (tx) => addLogLine(tx, { machineId: id, eventType: 'session-started' }),
      'logs: listLogs': (tx) =>
        listLogs(tx, { ...everySessionFilter, eventType: 'node-lost' }, page),
      'node events: claimNodeEvent': (tx) => claimNodeEvent(tx, event),
      'node events: readNodeOutcome': (tx) => readNodeOutcome(tx, event),
      'node events: isNodeEventKnown': (tx) => isNodeEventKnown(tx, event),
      'node events: writeNodeOutcome': (tx) => writeNodeOutcome(tx, event, {}),
      'node leases: holdLeases': (tx) => holdLeases(tx, 'holder', [id], 6000),
      'node leases: releaseLeases': (tx) => releaseLeases(tx, 'holder'),
      'node state: listDrivenNodes': (tx) => listDrivenNodes(tx, id),
      'node state: markNodeOnline': (tx) =>
        markNodeOnline(tx, id, {
          bootId: 'b',
          firmwareVersion: 'f',
          resetReason: 'r',
          reportedType: 'office_reader',
          configVersion: null,
        }),
      'node state: lockGreetingNode': (tx) => lockGreetingNode(tx, id),
      'node state: findAlarmedNode': (tx) => findAlarmedNode(tx, id),
      'node state: markUnconfirmed': (tx) => markUnconfirmed(tx, id),
      'node state: findUnconfirmed': (tx) => findUnconfirmed(tx, id),
      'node state: recordHeard': (tx) =>
        recordHeard(tx, id, { goodFrames: 1, badFrames: 0, lostFrames: 0 }),
      'node state: listNodeConditions': (tx) => listNodeConditions(tx),
      'node reports: lockReportingNode': (tx) => lockReportingNode(tx, id),
      'node reports: recordContact': (tx) => recordContact(tx, id, '10.0.0.1'),
      'node reports: readGreeted': (tx) => readGreeted(tx, id),
      'nodes: listNodes': (tx) => listNodes(tx, { areaId: id, online: true, search: 's' }, page),
      'nodes: findNode': (tx) => findNode(tx, id),
      'nodes: listNodeLinks': (tx) => listNodeLinks(tx, [id]),
      'nodes: insertNode': (tx) => insertNode(tx, node),
      'nodes: updateNode': (tx) => updateNode(tx, id, 1, node),
      'port commands: readPortDemands': (tx) => readPortDemands(tx, id),
      'port commands: nodesConcerned': (tx) => nodesConcerned(tx, [id], [id]),
      'port commands: confirmRelease': (tx) => confirmRelease(tx, id),
      'port commands: confirmLock': (tx) => confirmLock(tx, id),
      'port commands: recordCommandFailure': (tx) => recordCommandFailure(tx, id, 'e'),
      'port commands: findUnanswered': (tx) => findUnanswered(tx, 1000),
      'port commands: readMachineName': (tx) => readMachineName(tx, id),
      'elsewhere: findElsewhere': findElsewhere,
      'elsewhere: isElsewhereRecorded': (tx) =>
        isElsewhereRecorded(tx, { user_id: id, full_name: 'n', machines: 'm', session_ids: [id] }),
      'use rollup: takeStale': (tx) => takeStale(tx, 100),
      'use rollup: activeStretches': activeStretches,
      'use rollup: noteEverything': noteEverything,
      'use rollup: forgetUse': forgetUse,
      'use rollup: rollHours': (tx) =>
        rollHours(tx, stretches, { zone: 'UTC', idleAfterMinutes: 10 }),
      'use rollup: rollDays': (tx) => rollDays(tx, { machines: [id], days: ['2026-01-05'] }, 'UTC'),
      'use rollup: rollRefusals': (tx) => rollRefusals(tx, stretches, 'UTC'),
      'use settings: readUseSettings': readUseSettings,
      'use settings: updateUseSettings': (tx) =>
        updateUseSettings(tx, 1, { timeZone: 'UTC', idleAfterMinutes: 10 }),
      'use settings: lockRules': (tx) => lockRules(tx, 'UTC'),
      'use report: readPeriodSums': (tx) => readPeriodSums(tx, slice),
      'use report: readDays': (tx) => readDays(tx, slice),
      'use report: readMachineSums': (tx) => readMachineSums(tx, slice, slice),
      'use report: readAreaSums': (tx) => readAreaSums(tx, slice, slice),
      'use report: readWeek': (tx) => readWeek(tx, slice),
      'use report: readReasons': (tx) => readReasons(tx, slice, slice),
      'use report: readRefusalDays': (tx) => readRefusalDays(tx, slice),
      'people report: readPeople': (tx) => readPeople(tx, slice),
      'people report: readTraining': (tx) => readTraining(tx, slice),
    });
    await expect(held).resolves.toBeUndefined();
  });
});
