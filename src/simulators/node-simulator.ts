import { randomBytes } from 'node:crypto';
import type { Clock } from '#platform/clock/clock.ts';
import type { BadgeTechnology } from '#platform/serial/badge-uid.ts';
import { cobsNodeDecoder } from '#platform/serial/cobs.ts';
import { toWire } from '#platform/serial/message-fields.ts';
import { encodeNodeFrame, type NodeFraming } from '#platform/serial/node-frames.ts';
import { nodeLineDecoder } from '#platform/serial/node-line.ts';
import { type NodeCommand, parseNodeCommand } from '#platform/serial/node-orders.ts';
import type { EstopState, PortState, ResetReason } from '#platform/serial/node-protocol.ts';
import { type DeviceServer, type ListenAddress, startDeviceServer } from './device-server.ts';
import { nodeMachine, type NodeReport } from './node-machine.ts';

/** What a simulated node is made of. */
export interface NodeSimulatorOptions {
  readonly id: string;
  readonly portCount: number;
  readonly listen: ListenAddress;
  readonly clock: Clock;
  readonly framing?: NodeFraming;
  readonly firmware?: string;
}

/** How a node misbehaves with its next frame. */
export type FrameMischief = 'duplicate' | 'swap' | 'drop' | 'corrupt';

/** A machine node that is not there. */
export interface NodeSimulator extends AsyncDisposable {
  readonly kind: 'node';
  readonly name: string;
  readonly server: DeviceServer;
  readonly ports: readonly PortState[];
  readonly estop: EstopState;
  readonly silent: boolean;
  /** Commands as they came, repeated ones included. */
  onCommand(listener: (command: NodeCommand) => void): void;
  badge(uid: string, port?: number, tech?: BadgeTechnology): void;
  activity(port?: number): void;
  log(msg: string): void;
  setEstop(state: EstopState): void;
  /** Starts anew with the boot text of the ROM and new numbers. */
  reset(reason: ResetReason): void;
  /** Stops or resumes talking; commands are not answered meanwhile. */
  silence(silent: boolean): void;
  noise(count: number): void;
  /** Spoils the next frame that goes out. */
  spoilNext(mischief: FrameMischief): void;
}

const BEAT_MS = 1000;
const romText =
  'ets Jul 29 2019 12:21:46\r\n\r\nrst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n' +
  'configsip: 0, SPIWP:0xee\r\nmode:DIO, clock div:1\r\nentry 0x400805e4\r\n';

/** Passes frames on, spoiling the one it was told to. */
function mischievousWire(send: (bytes: Uint8Array) => void) {
  let next: FrameMischief | null = null;
  let held: Uint8Array | null = null;

  function spoil(frame: Uint8Array, mischief: FrameMischief): Uint8Array[] {
    switch (mischief) {
      case 'drop':
        return [];
      case 'duplicate':
        return [frame, frame];
      case 'corrupt':
        return [frame.map((byte, at) => (at === 4 ? byte ^ 1 : byte))];
      case 'swap':
        held = frame;
        return [];
    }
  }

  return {
    spoilNext(mischief: FrameMischief): void {
      next = mischief;
    },
    pass(frame: Uint8Array): void {
      const mischief = next;
      next = null;
      const late = held ? [held] : [];
      held = null;
      const now = mischief ? spoil(frame, mischief) : [frame];
      for (const bytes of [...now, ...late]) send(bytes);
    },
  };
}

/** Starts a node that listens for its host and beats once a second. */
export async function startNodeSimulator(options: NodeSimulatorOptions): Promise<NodeSimulator> {
  const { id, portCount, clock, framing = 'line', firmware = 'sim-1.0.0' } = options;
  const machine = nodeMachine({ id, portCount, firmware, now: () => clock.monotonic() });
  const commandListeners: ((command: NodeCommand) => void)[] = [];
  const newDecoder = framing === 'line' ? nodeLineDecoder : cobsNodeDecoder;
  let decoder = newDecoder();
  let silent = false;

  const server = await startDeviceServer(options.listen, {
    onConnect() {
      decoder = newDecoder();
      tell(machine.hello());
    },
    onData: receive,
  });
  const wire = mischievousWire((bytes) => server.send(bytes));
  const beat = clock.every(BEAT_MS, () => tell({ t: 'hb', ...machine.health() }));

  function tell(report: NodeReport): void {
    const frame = encodeNodeFrame(toWire(machine.compose(report)), framing);
    if (!silent) wire.pass(frame);
  }

  function receive(bytes: Uint8Array): void {
    for (const event of decoder.push(bytes)) {
      if (event.kind !== 'frame') continue;
      const command = parseNodeCommand(event.frame);
      if (command.ok) obey(command.value);
      else tell({ t: 'log', level: 'warning', msg: `bad command: ${command.problem.field}` });
    }
  }

  function obey(command: NodeCommand): void {
    for (const listener of commandListeners) listener(command);
    if (!silent) machine.obey(command).forEach(tell);
  }

  return {
    kind: 'node',
    name: id,
    server,
    get ports() {
      return machine.ports;
    },
    get estop() {
      return machine.estop;
    },
    get silent() {
      return silent;
    },
    onCommand: (listener) => void commandListeners.push(listener),
    badge: (uid, port = 0, tech = 'iso14443a') => tell({ t: 'badge', port, uid, tech }),
    activity: (port = 0) => tell({ t: 'activity', port }),
    log: (msg) => tell({ t: 'log', level: 'info', msg }),
    setEstop(state) {
      machine.setEstop(state);
      tell({ t: 'estop', state });
    },
    reset(reason) {
      machine.restart(reason);
      server.send(Buffer.from(romText, 'latin1'));
      tell({ t: 'boot', reset: reason });
      tell(machine.hello());
    },
    silence(next) {
      silent = next;
    },
    noise: (count) => server.send(randomBytes(count)),
    spoilNext: wire.spoilNext,
    async [Symbol.asyncDispose]() {
      beat[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
