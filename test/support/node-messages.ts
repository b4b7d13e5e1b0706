import type { NodeHealth, NodeMessage } from '#platform/serial/node-messages.ts';
import type { NodeCommand } from '#platform/serial/node-orders.ts';
import type { EstopState } from '#platform/serial/node-protocol.ts';

const unknown: NodeHealth = {
  uptime: null,
  estop: null,
  ports: null,
  inputs: null,
  outputs: null,
  rights: null,
  cfg: null,
  buffered: null,
};
/** A greeting with relays and an emergency stop in order. */
export const hello = (seq: number, boot = 'b1'): NodeMessage => ({
  t: 'hello',
  id: 'N07',
  seq,
  boot,
  fw: '1.0.0',
  reset: 'power-on',
  type: null,
  ...unknown,
  estop: 'normal',
  ports: ['locked'],
});
/** A beat that tells nothing, unless given. */
export const beat = (
  seq: number,
  boot: string | null = null,
  health: Partial<NodeHealth> = {},
): NodeMessage => ({ t: 'hb', id: 'N07', seq, boot, ...unknown, ...health });
/** A change of the emergency stop. */
export const estop = (seq: number, state: EstopState): NodeMessage => ({
  t: 'estop',
  id: 'N07',
  seq,
  boot: null,
  state,
});
/** A change of the first input. */
export const input = (seq: number, level: boolean): NodeMessage => ({
  t: 'io',
  id: 'N07',
  seq,
  boot: null,
  dir: 'input',
  number: 0,
  level,
});
/** A badge at port 0. */
export const badge = (seq: number, boot: string | null = null): NodeMessage => ({
  t: 'badge',
  id: 'N07',
  seq,
  boot,
  port: 0,
  uid: '04A1B2C3',
  tech: 'iso14443a',
});
/** A line of the log of the running boot. */
export const entry = (seq: number, boot: string): NodeMessage => ({
  t: 'entry',
  id: 'N07',
  seq,
  boot,
  boot_of: boot,
  n: seq,
  ageMs: null,
  what: 'started',
  port: 0,
  uid: null,
  tech: null,
  reason: null,
});
/** The answer that a command was done. */
export const ack = (seq: number, cmd: string): NodeMessage => ({
  t: 'ack',
  id: 'N07',
  seq,
  boot: null,
  cmd,
  ok: true,
  err: null,
});
/** The command to release port 0. */
export const release = (id: string): NodeCommand => ({ t: 'release', id, port: 0, seconds: null });
/** The command to lock port 0. */
export const lock = (id: string): NodeCommand => ({ t: 'lock', id, port: 0 });
