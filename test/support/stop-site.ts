import { sessionRules } from '#domains/shopfloor/sessions/session-rules.ts';
import { nodeAlarms } from '#domains/shopfloor/nodes/node-alarms.ts';
import { type StopStep, stopStep } from '#domains/shopfloor/estops/stop-steps.ts';
import { createAlarmsService } from '#domains/alarms/alarms.service.ts';
import { createIdentity } from '#domains/identity/identity.domain.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import type { ShopfloorSite } from './shopfloor-site.ts';

/** What the hardware of a node's stop circuit says, without a cable. */
export interface StopCircuitHardware {
  readonly nodeKey: string;
  readonly zoneId: string;
  says(what: Parameters<StopStep>[2]): Promise<void>;
  /** The node is heard now, or was lost. */
  heard(online: boolean): Promise<void>;
}

/** A zone of its own with a node that sees its stop circuit. */
export async function stopCircuitIn(site: ShopfloorSite): Promise<StopCircuitHardware> {
  const identity = createIdentity(site.platform);
  const alarms = nodeAlarms(createAlarmsService(site.platform, identity.audit));
  const step = stopStep(sessionRules(identity.security), alarms);
  const nodeKey = await site.node(null);
  const { rows } = await site.db.admin.query<{ id: string }>(
    `insert into shopfloor.zones (name, area_id) values ('Circuit', $1) returning id`,
    [site.areaId],
  );
  const zoneId = rows[0]?.id ?? '';
  await site.db.admin.query(
    'update shopfloor.nodes set zone_id = $2, monitors_estop = true where id = $1',
    [nodeKey, zoneId],
  );
  const node = { id: nodeKey, node_id: 'N', name: 'Node' };
  return {
    nodeKey,
    zoneId,
    says: (what) => site.db.database.asSystem('test', (tx) => step(tx, node, what)),
    async heard(online) {
      await site.db.admin.query(
        'update shopfloor.nodes set status = $2, last_seen = now() where id = $1',
        [nodeKey, online ? 'online' : 'offline'],
      );
    },
  };
}

/** Runs a monitor of the site once. */
export async function runMonitor(site: ShopfloorSite, name: string): Promise<void> {
  const monitor: Monitor | undefined = site.domain.monitors.find((one) => one.name === name);
  if (!monitor) throw new Error(`There is no monitor ${name}.`);
  await monitor.run({
    fenced: (work) => site.db.database.asSystem(name, work),
    now: new Date('2031-01-01T00:00:00Z'),
    signal: new AbortController().signal,
  });
}
