import { parentOf, referenceTo, type TableMoves } from './table-move.ts';

const addressShape = /^([0-9A-F]{2}:){5}[0-9A-F]{2}$/u;

/** What hangs on nodes, and the tokens they signed in with. */
export const deviceMoves: TableMoves = {
  accessory_io: {
    adapt(cells, known) {
      const node_id = parentOf(cells, known, 'node_id', 'nodes');
      const io_type =
        (['input', 'output'] as const).find((type) => type === cells.raw('io_type')) ??
        cells.reject('io_type', 'unknown-value');
      const io_number = cells.integer('io_number') ?? cells.reject('io_number', 'required-missing');
      if (io_number < 0 || io_number > 31) return cells.reject('io_number', 'out-of-range');
      const terminal = `${known.keyOf('nodes', node_id)} ${io_type} ${io_number}`;
      if (known.claim('terminal', terminal) !== 'free')
        return cells.reject('io_number', 'duplicate');
      return {
        node_id,
        io_type,
        io_number,
        name: cells.required('name', 64),
        description: cells.text('description', 2000),
        linked_machine_id: referenceTo(cells, known, 'linked_machine_id', 'machines'),
        activation_delay: cells.within('activation_delay', 0, 3600, 0),
        invert_logic: cells.flag('invert_logic', false),
        current_state: cells.flag('current_state', false),
        last_changed: cells.time('last_changed'),
        created_at: cells.time('created_at'),
      };
    },
  },
  bluetooth_devices: {
    adapt(cells, known) {
      const node_id = parentOf(cells, known, 'node_id', 'nodes');
      const device_address = cells
        .required('device_address', 17)
        .toUpperCase()
        .replaceAll('-', ':');
      if (!addressShape.test(device_address))
        return cells.reject('device_address', 'not-an-address');
      if (known.claim('bluetooth', device_address) !== 'free') {
        return cells.reject('device_address', 'duplicate');
      }
      const signal = cells.integer('signal_strength');
      return {
        node_id,
        device_address,
        device_name: cells.text('device_name', 100),
        device_type: cells.text('device_type', 50),
        last_seen: cells.time('last_seen'),
        signal_strength: signal === null ? null : cells.within('signal_strength', -127, 20, -127),
        created_at: cells.time('created_at'),
      };
    },
  },
  // Nobody can tell how their hashes were made; each node gets a token of its own here.
  api_tokens: { adapt: (cells) => cells.reject('token_hash', 'token-unusable') },
};
