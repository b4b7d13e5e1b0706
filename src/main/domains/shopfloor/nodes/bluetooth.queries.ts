import { sql } from 'kysely';
import type { BluetoothDevice } from '#contract/shopfloor/node-health.ts';
import type { Tx } from '#platform/database/database.ts';

/** A Bluetooth device as a node sees it. */
export interface SeenDevice {
  /** Six pairs of capital hexadecimal digits with colons. */
  readonly address: string;
  readonly name: string | null;
  readonly kind: string | null;
  readonly connected: boolean;
  /** dBm. */
  readonly rssi: number | null;
}

/** Keeps that a node sees a device. It belongs to the node that saw it last. */
export async function recordDevice(tx: Tx, nodeKey: string, device: SeenDevice): Promise<void> {
  await sql`
    insert into shopfloor.bluetooth_devices as known
      (node_id, device_address, device_name, device_type, is_connected, last_seen, signal_strength)
    values (${nodeKey}, ${device.address}, left(${device.name}, 100), left(${device.kind}, 50),
      ${device.connected}, clock_timestamp(), ${device.rssi})
    on conflict on constraint bluetooth_devices_address_key do update set
      node_id = excluded.node_id, device_name = coalesce(excluded.device_name, known.device_name),
      device_type = coalesce(excluded.device_type, known.device_type),
      is_connected = excluded.is_connected, last_seen = excluded.last_seen,
      signal_strength = coalesce(excluded.signal_strength, known.signal_strength)`.execute(tx);
}

/** The devices that a node saw last, strongest signal first. */
export async function listDevices(tx: Tx, nodeKey: string): Promise<BluetoothDevice[]> {
  return tx
    .selectFrom('shopfloor.bluetooth_devices')
    .select([
      'id',
      'device_name as name',
      'device_address as address',
      'device_type as kind',
      'is_connected as isConnected',
      'last_seen as lastSeen',
      'signal_strength as signalStrength',
    ])
    .where('node_id', '=', nodeKey)
    .orderBy('is_connected', 'desc')
    .orderBy(sql`signal_strength desc nulls last`)
    .orderBy('device_address')
    .execute();
}

/** Nobody is connected to a device that was not seen for `minutes`. Answers how many changed. */
export async function disconnectUnseen(tx: Tx, minutes: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update shopfloor.bluetooth_devices set is_connected = false
    where is_connected and last_seen < now() - make_interval(mins => ${minutes})`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Forgets up to `limit` devices that were not seen for `days`. Answers how many. */
export async function forgetDevices(tx: Tx, days: number, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from shopfloor.bluetooth_devices where id in (
      select id from shopfloor.bluetooth_devices
      where coalesce(last_seen, created_at) < now() - make_interval(days => ${days}) limit ${limit})`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0n);
}
