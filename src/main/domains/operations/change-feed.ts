import type { ChangeNotice } from '#contract/operations.ts';
import type { Permission } from '#contract/permissions.ts';
import type { Changes } from '#platform/changes/changes.ts';

/** Tables whose changes consoles hear of, with the permission that lets a person hear. */
export type ChangeTopics = Readonly<Record<string, Permission | 'signed-in'>>;

/** Every live table (`platform.watch`), with the permission that its lists ask for. */
export const changeTopics: ChangeTopics = {
  'alarms.alarm_types': 'alarm:read',
  'alarms.alarms': 'alarm:read',
  'alarms.channels': 'alarm:configure',
  'alarms.deliveries': 'alarm:configure',
  'alarms.floods': 'alarm:read',
  'alarms.hand_overs': 'alarm:read',
  'alarms.out_of_service': 'alarm:read',
  'alarms.positions': 'alarm:read',
  'alarms.routes': 'alarm:configure',
  'alarms.shelvings': 'alarm:read',
  'alarms.suppressions': 'alarm:read',
  'identity.api_tokens': 'token:manage',
  'identity.badges': 'badge:manage',
  'identity.departments': 'user:read',
  'identity.displays': 'token:manage',
  'identity.readers': 'reader:read',
  'identity.roles': 'role:read',
  'identity.security_rules': 'security-event:read',
  'identity.security_events': 'security-event:read',
  'identity.sessions': 'session:read',
  'identity.user_roles': 'user:read',
  'identity.user_scopes': 'user:read',
  'identity.users': 'user:read',
  'operations.backups': 'backup:create',
  'operations.error_logs': 'error-log:read',
  'operations.monitor_leader': 'signed-in',
  'operations.monitor_runs': 'monitor:read',
  'operations.saved_views': 'signed-in',
  'operations.retention_policies': 'monitor:read',
  'shopfloor.accessory_io': 'node:read',
  'shopfloor.areas': 'machine:read',
  'shopfloor.bluetooth_devices': 'node:read',
  'shopfloor.estop_drills': 'machine:read',
  'shopfloor.estop_events': 'machine:read',
  'shopfloor.floor_plans': 'machine:read',
  'shopfloor.firmware_images': 'node:read',
  'shopfloor.firmware_updates': 'node:read',
  'shopfloor.machine_logs': 'session:read',
  'shopfloor.machine_sessions': 'session:read',
  'shopfloor.machines': 'machine:read',
  'shopfloor.move_in_runs': 'database:configure',
  'shopfloor.node_reports': 'node:read',
  'shopfloor.node_rights': 'node:read',
  'shopfloor.node_troubles': 'node:read',
  'shopfloor.nodes': 'node:read',
  'shopfloor.sync_events': 'token:manage',
  'shopfloor.sync_targets': 'token:manage',
  'shopfloor.use_statistics': 'session:read',
  'shopfloor.plan_positions': 'machine:read',
  'shopfloor.zones': 'machine:read',
};

/** What a wall display shows changes with these tables. */
const displayTopics: ReadonlySet<string> = new Set([
  'alarms.alarms',
  'alarms.floods',
  'shopfloor.areas',
]);

/** Who hears: a person with these permissions, or a wall display. */
export type Hearing =
  | { readonly kind: 'person'; readonly held: ReadonlySet<Permission> }
  | { readonly kind: 'display' };

/**
 * Changes of the tables that the person or display may read, for throwing away what a screen has cached. Begins
 * with a gap. `hearing` is asked at each batch, so that a role taken away counts at once; `null`
 * (signed out) ends the feed.
 */
export async function* changeFeed(
  changes: Changes,
  topics: ChangeTopics,
  hearing: () => Hearing | null,
  signal: AbortSignal,
): AsyncGenerator<ChangeNotice> {
  const batches = changes.watch(Object.keys(topics), signal);
  yield { kind: 'gap' };
  for await (const batch of batches) {
    const by = hearing();
    if (!by) return;
    if (batch.kind === 'gap') {
      yield batch;
      continue;
    }
    const allowed = batch.changes.filter(({ topic }) => mayHear(topic, topics[topic], by));
    if (allowed.length === 0) continue;
    yield {
      kind: 'changes',
      changes: allowed.map(({ topic, ids }) => ({ topic, ids: ids && [...ids] })),
    };
  }
}

function mayHear(topic: string, needed: ChangeTopics[string] | undefined, by: Hearing): boolean {
  if (needed === undefined) return false;
  if (by.kind === 'display') return displayTopics.has(topic);
  return needed === 'signed-in' || by.held.has(needed);
}
