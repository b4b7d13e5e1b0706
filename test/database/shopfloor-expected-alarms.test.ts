import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import { type AlarmsProcess, startAlarmsProcess } from '#test/support/alarms-process.ts';
import { createShopfloorSite, type ShopfloorSite } from '#test/support/shopfloor-site.ts';
import { runMonitor, stopCircuitIn, type StopCircuitHardware } from '#test/support/stop-site.ts';
import { personWith } from '#test/support/test-people.ts';

let site: ShopfloorSite;
let process: AlarmsProcess;
let operator: Operator;
let circuit: StopCircuitHardware;
beforeAll(async () => {
  site = await createShopfloorSite();
  process = startAlarmsProcess(site.db, site.identity.audit);
  circuit = await stopCircuitIn(site);
  const person = await personWith(site.db, ['alarm:read', 'alarm:acknowledge']);
  operator = { ...person, origin: { ipAddress: null, userAgent: null, workstation: 'Wall 1' } };
});
afterAll(async () => {
  await process[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

const look = () => runMonitor(site, 'shopfloor.expected-alarms');
const raise = (alarmType: string, id: string) =>
  process.domain.service.raise([{ alarmType, source: { type: 'machine', id, name: 'Mill' } }]);

/** Letter, annunciation and rule of the alarms of a source, by type. */
async function alarmsOf(sourceId: string) {
  const { rows } = await process.domain.service.list(operator, { sourceId }, { limit: 10 });
  return Object.fromEntries(
    rows.map(({ alarmType, isaState, annunciation, suppressedBy }) => [
      alarmType,
      [isaState, annunciation, suppressedBy],
    ]),
  );
}

describe('a machine that is out of service', () => {
  it('keeps silent that it does not answer, not that it is misused, until it is back', async () => {
    const machineId = await site.machine({ active: false });
    await look();
    await raise('node_no_answer', machineId);
    await raise('revoked_start', machineId);
    expect(await alarmsOf(machineId)).toEqual({
      node_no_answer: ['H', 1, 'maintenance'],
      revoked_start: ['B', 1, null],
    });
    await site.db.admin.query('update shopfloor.machines set active = true where id = $1', [
      machineId,
    ]);
    await look();
    expect(await alarmsOf(machineId)).toMatchObject({ node_no_answer: ['B', 2, null] });
  });
});

describe('an emergency stop', () => {
  it('keeps silent what follows from it, not itself, and what is still there when it ends asks at once', async () => {
    const machineId = await site.machine({ zoneId: circuit.zoneId });
    await raise('node_no_answer', machineId);
    await circuit.says('tripped');
    await look();
    expect(await alarmsOf(machineId)).toEqual({ node_no_answer: ['H', 1, 'emergency_stop'] });
    expect(await alarmsOf(circuit.nodeKey)).toEqual({ estop_tripped: ['B', 1, null] });
    await circuit.says('reset');
    await site.db.admin.query(
      `update shopfloor.estop_events set acknowledged_at = now(), acknowledged_by = $1
       where event_type = 'emergency_stop'`,
      [operator.userId],
    );
    await look();
    expect(await alarmsOf(machineId)).toEqual({ node_no_answer: ['B', 2, null] });
  });

  it('is looked for more often than once a second', () => {
    const monitor = site.domain.monitors.find(({ name }) => name === 'shopfloor.expected-alarms');
    expect(monitor?.intervalMs).toBeLessThan(1000);
  });
});
