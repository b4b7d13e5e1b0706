import type { Cells } from './cells.ts';
import type { Known } from './known.ts';
import { claimOrReuse, fitCode, parentOf, referenceTo, type TableMoves } from './table-move.ts';

const nodeTypes = ['machine_monitor', 'office_reader', 'accessory_io'] as const;

/** Node and relay of a machine; another active machine at the same relay keeps it. */
function relayOf(cells: Cells, known: Known, active: boolean) {
  const node_id = referenceTo(cells, known, 'node_id', 'nodes');
  const node_port = cells.within('node_port', 0, 15, 0);
  if (node_id === null || !active) return { node_id, node_port };
  const claimed = known.claim('port', `${known.keyOf('nodes', node_id)} ${node_port}`);
  if (claimed === 'free') return { node_id, node_port };
  cells.note('node_port', 'port-taken');
  return { node_id: null, node_port: 0 };
}

/** When a session times out and warns: the warning comes before the end. */
function timesOf(cells: Cells) {
  const timeout_minutes = cells.within('timeout_minutes', 1, 1440, 60);
  const warning = cells.within('warning_minutes', 0, 1440, 5);
  const warning_minutes = Math.min(warning, timeout_minutes - 1);
  if (warning_minutes !== warning) cells.note('warning_minutes', 'warning-too-long');
  return { timeout_minutes, warning_minutes };
}

const described = (cells: Cells, name: number) => ({
  name: cells.required('name', name),
  description: cells.text('description', 2000),
  created_at: cells.time('created_at'),
});

/** A node's description with the settings it had there, to be entered by hand: they are named otherwise here. */
function withSettings(cells: Cells): string | null {
  const description = cells.text('description', 2000);
  const settings = cells.json('config');
  if (settings === null) return description;
  cells.note('config', 'settings-by-hand');
  return `${description ?? ''}\nShopMonitor: ${JSON.stringify(settings)}`.trim().slice(0, 4000);
}

/** Areas, zones, nodes and machines. */
export const structureMoves: TableMoves = {
  areas: {
    adapt(cells, known) {
      const code = fitCode(cells, 'code', 10) ?? cells.reject('code', 'required-missing');
      const existing = claimOrReuse(cells, known, { kind: 'area', value: code }, 'code', 'areas');
      return { existing, code, ...described(cells, 64), active: cells.flag('active', true) };
    },
  },
  zones: {
    adapt(cells, known) {
      const area_id = parentOf(cells, known, 'area_id', 'areas');
      const code = fitCode(cells, 'code', 10);
      const value = `${known.keyOf('areas', area_id)} ${code}`;
      const existing = code && claimOrReuse(cells, known, { kind: 'zone', value }, 'code', 'zones');
      const active = cells.flag('active', true);
      return { existing, area_id, code, ...described(cells, 64), active };
    },
  },
  nodes: {
    adapt(cells, known) {
      const node_id = cells.required('node_id', 32);
      const claim = { kind: 'node', value: node_id } as const;
      const existing = claimOrReuse(cells, known, claim, 'node_id', 'nodes');
      return {
        existing,
        node_id,
        ...described(cells, 64),
        description: withSettings(cells),
        ip_address: cells.address('ip_address'),
        node_type: cells.oneOf('node_type', nodeTypes, 'machine_monitor'),
        zone_id: referenceTo(cells, known, 'zone_id', 'zones'),
        is_esp32: cells.flag('is_esp32', false),
        last_seen: cells.time('last_seen'),
        firmware_version: cells.text('firmware_version', 20),
      };
    },
  },
  machines: {
    adapt(cells, known) {
      const machine_id = cells.required('machine_id', 50);
      const claim = { kind: 'machine', value: machine_id } as const;
      const existing = claimOrReuse(cells, known, claim, 'machine_id', 'machines');
      if (existing !== null) return { existing };
      const active = cells.flag('active', true);
      return {
        existing,
        machine_id,
        ...described(cells, 100),
        zone_id: referenceTo(cells, known, 'zone_id', 'zones'),
        ...relayOf(cells, known, active),
        active,
        requires_rfid: cells.flag('requires_rfid', true),
        ...timesOf(cells),
      };
    },
  },
};
