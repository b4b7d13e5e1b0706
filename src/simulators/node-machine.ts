import { randomBytes } from 'node:crypto';
import type { NodeHealth, NodeMessage } from '#platform/serial/node-messages.ts';
import type { NodeCommand } from '#platform/serial/node-orders.ts';
import type { EstopState, PortState, ResetReason } from '#platform/serial/node-protocol.ts';

type WithoutHeader<T> = T extends unknown ? Omit<T, 'id' | 'seq' | 'boot'> : never;

/** A message before the node has put its name, boot and number on it. */
export type NodeReport = WithoutHeader<NodeMessage>;

/** How many command keys a node remembers, so that repeated ones act once. */
const REMEMBERED = 32;

/** What a node remembers: its boot, numbers, relays, emergency stop and answered commands. */
export interface NodeMachine {
  readonly ports: readonly PortState[];
  readonly estop: EstopState;
  readonly uptime: number;
  /** Puts name, boot and the next number on a report. */
  compose(report: NodeReport): NodeMessage;
  health(): NodeHealth;
  hello(): NodeReport;
  /** Does what the host asks, once, and tells what to answer. */
  obey(command: NodeCommand): NodeReport[];
  /** The hardware changed; tripping locks every port. */
  setEstop(state: EstopState): void;
  /** Starts anew: new boot, numbers from 0, all ports locked, no memory of commands. */
  restart(reason: ResetReason): void;
}

/** What a node is made of. */
export interface NodeMachineOptions {
  readonly id: string;
  readonly portCount: number;
  readonly firmware: string;
  /** Monotonic milliseconds. */
  now(): number;
}

/** The logic of a node, without a cable. */
export function nodeMachine(options: NodeMachineOptions): NodeMachine {
  const { id, portCount, firmware, now } = options;
  const allLocked = (): number[] => Array.from({ length: portCount }, () => -Infinity);
  let boot = '';
  let seq = 0;
  let startedAt = 0;
  let reset: ResetReason = 'power-on';
  /** For each port the moment at which it locks by itself. */
  let releasedUntil = allLocked();
  let estop: EstopState = 'normal';
  let answers = new Map<string, string | null>();

  const ports = (): PortState[] =>
    releasedUntil.map((until) => (until > now() ? 'released' : 'locked'));
  const uptime = (): number => Math.floor((now() - startedAt) / 1000);
  const health = (): NodeHealth => ({
    uptime: uptime(),
    estop,
    ports: ports(),
    inputs: null,
    outputs: null,
    rights: null,
    cfg: null,
    buffered: null,
  });

  function restart(reason: ResetReason): void {
    boot = randomBytes(4).toString('hex');
    seq = 0;
    startedAt = now();
    reset = reason;
    releasedUntil = allLocked();
    answers = new Map();
  }

  /** Acts on a command that is new; answers why not, or `null`. */
  function act(command: NodeCommand): string | null {
    if ('port' in command && command.port >= portCount) return 'no-such-port';
    if (command.t === 'release' && estop !== 'normal') return 'estop';
    if (command.t === 'release') {
      const { port, seconds } = command;
      releasedUntil[port] = seconds === null ? Infinity : now() + seconds * 1000;
    }
    if (command.t === 'lock') releasedUntil[command.port] = -Infinity;
    return null;
  }

  function answerTo(command: NodeCommand): string | null {
    const known = answers.get(command.id);
    if (known !== undefined) return known;
    const answer = act(command);
    answers.set(command.id, answer);
    const [oldest] = answers.keys();
    if (answers.size > REMEMBERED && oldest !== undefined) answers.delete(oldest);
    return answer;
  }

  const hello = (): NodeReport => ({ t: 'hello', fw: firmware, reset, type: null, ...health() });

  restart('power-on');
  return {
    get ports() {
      return ports();
    },
    get estop() {
      return estop;
    },
    get uptime() {
      return uptime();
    },
    compose(report) {
      const { t, ...fields } = report;
      const message = { t, id, seq, boot, ...fields } as NodeMessage;
      seq += 1;
      return message;
    },
    health,
    hello,
    obey(command) {
      const err = answerTo(command);
      const ack: NodeReport = { t: 'ack', cmd: command.id, ok: err === null, err };
      return command.t === 'ping' ? [hello(), ack] : [ack];
    },
    setEstop(state) {
      estop = state;
      if (state === 'tripped') releasedUntil = allLocked();
    },
    restart,
  };
}
