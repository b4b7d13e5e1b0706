import { describe, expect, it } from 'vitest';
import {
  accessoriesTouched,
  findAccessory,
  insertAccessory,
  listAccessories,
  listAccessoryChanges,
  updateAccessory,
} from '#domains/shopfloor/accessories/accessories.queries.ts';
import {
  lockOutputs,
  outputNodesConcerned,
  writeOutput,
} from '#domains/shopfloor/accessories/outputs.queries.ts';
import {
  beginTest,
  finishTest,
  listDisobedient,
  recordInputActivity,
  recordLevels,
} from '#domains/shopfloor/accessories/terminals.queries.ts';
import { listExpectedAlarms } from '#domains/shopfloor/expected-alarms/expected-alarms.queries.ts';
import {
  decideDrills,
  listOverdueCircuits,
  missDrills,
} from '#domains/shopfloor/drills/drill-outcomes.queries.ts';
import {
  cancelDrill,
  findDrill,
  insertDrill,
  listDrills,
  noteDrill,
  startDrill,
  whyNoDrill,
} from '#domains/shopfloor/drills/drills.queries.ts';
import { listCircuits } from '#domains/shopfloor/estops/circuits.queries.ts';
import {
  findStop,
  listPresences,
  listStandingStops,
  listStops,
} from '#domains/shopfloor/estops/estop-lists.queries.ts';
import {
  acknowledgeStop,
  declareReal,
  describeStop,
  findSeenStop,
  findStoppedSessions,
  lockCircuit,
  recordPastReset,
  recordPastStop,
  recordPresences,
  recordReset,
  recordStop,
} from '#domains/shopfloor/estops/estops.queries.ts';
import {
  findRequestedPlace,
  findRequestedSessions,
} from '#domains/shopfloor/estops/stop-requests.queries.ts';
import { expectCompiledSql } from '#test/support/compiled-sql.ts';

const id = '019b0000-0000-7000-8000-000000000000';
const page = { limit: 50 };
const period = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
const everyStop = { areaId: id, zoneId: id, type: 'test', ...period } as const;
const everyDrill = { areaId: id, zoneId: id, status: 'done', result: 'failed', ...period } as const;
const accessoryFields = {
  nodeId: id,
  name: 'n',
  description: null,
  ioType: 'output' as const,
  ioNumber: 0,
  machineIds: [id, id],
  activationDelay: 3,
  deactivationDelay: 10,
  invertLogic: false,
  countsAsActivity: false,
  active: true,
};
const levels = { dir: 'output', numbers: [0], levels: [true] } as const;
const output = { id, phase: { kind: 'run-on', until: 1 }, wanted: true } as const;
const plan = { nodeId: id, plannedFor: period.from, allowedSeconds: 2, plannedBy: id };

describe('the statements about emergency stops, drills and accessories', () => {
  it('are those that were reviewed', async () => {
    const held = expectCompiledSql('shopfloor-safety', {
      'estops: lockCircuit': (tx) => lockCircuit(tx, id),
      'estops: recordStop': (tx) => recordStop(tx, id, 'drill', id),
      'estops: recordPastStop': (tx) => recordPastStop(tx, id, 'stop', '2026-01-01T00:00:00Z'),
      'estops: recordPastReset': (tx) => recordPastReset(tx, id, '2026-01-01T00:00:00Z'),
      'estops: recordPresences': (tx) => recordPresences(tx, id, 15),
      'estops: recordReset': (tx) => recordReset(tx, id),
      'estops: findStoppedSessions': (tx) => findStoppedSessions(tx, id),
      'estops: findSeenStop': (tx) => findSeenStop(tx, id),
      'estops: acknowledgeStop': (tx) => acknowledgeStop(tx, id, id, 'n'),
      'estops: describeStop': (tx) =>
        describeStop(tx, id, 1, { description: 'd', triggeredBy: id }),
      'estops: declareReal': (tx) => declareReal(tx, id),
      'estops: listStandingStops': listStandingStops,
      'estops: listStops': (tx) => listStops(tx, everyStop, page),
      'estops: findStop': (tx) => findStop(tx, id),
      'estops: listPresences': (tx) => listPresences(tx, id),
      'estops: listCircuits': listCircuits,
      'stop requests: findRequestedPlace, machine': (tx) =>
        findRequestedPlace(tx, { what: 'machine', id }),
      'stop requests: findRequestedPlace, zone': (tx) =>
        findRequestedPlace(tx, { what: 'zone', id }),
      'stop requests: findRequestedSessions': (tx) =>
        findRequestedSessions(tx, { what: 'zone', id }),
      'drills: listDrills': (tx) => listDrills(tx, everyDrill, page),
      'drills: findDrill': (tx) => findDrill(tx, id),
      'drills: insertDrill': (tx) => insertDrill(tx, plan),
      'drills: whyNoDrill': (tx) => whyNoDrill(tx, id),
      'drills: startDrill': (tx) => startDrill(tx, id, 10, id),
      'drills: cancelDrill': (tx) => cancelDrill(tx, id, 'n'),
      'drills: noteDrill': (tx) => noteDrill(tx, id, 1, 'n'),
      'drills: decideDrills': decideDrills,
      'drills: missDrills': missDrills,
      'drills: listOverdueCircuits': listOverdueCircuits,
      'accessories: listAccessories': (tx) => listAccessories(tx, [id]),
      'accessories: accessoriesTouched': (tx) => accessoriesTouched(tx, [id], [id]),
      'accessories: findAccessory': (tx) => findAccessory(tx, id),
      'accessories: insertAccessory': (tx) => insertAccessory(tx, accessoryFields),
      'accessories: updateAccessory': (tx) => updateAccessory(tx, id, 1, accessoryFields),
      'accessories: listAccessoryChanges': (tx) =>
        listAccessoryChanges(tx, { accessoryId: id, cause: 'test', ...period }, page),
      'outputs: lockOutputs': (tx) => lockOutputs(tx, id),
      'outputs: writeOutput': (tx) => writeOutput(tx, output),
      'outputs: outputNodesConcerned': (tx) => outputNodesConcerned(tx, [id], [id]),
      'terminals: recordLevels': (tx) => recordLevels(tx, id, levels),
      'terminals: recordInputActivity': (tx) => recordInputActivity(tx, id, 10_000),
      'terminals: listDisobedient': (tx) => listDisobedient(tx, 6000),
      'expected alarms: listExpectedAlarms': listExpectedAlarms,
      'terminals: beginTest': (tx) => beginTest(tx, id, { on: true, seconds: 10, userId: id }),
      'terminals: finishTest': (tx) => finishTest(tx, id),
    });
    await expect(held).resolves.toBeUndefined();
  });
});
