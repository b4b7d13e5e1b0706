import { randomBytes } from 'node:crypto';
import type { Clock } from '#platform/clock/clock.ts';
import type { BadgeTechnology } from '#platform/serial/badge-uid.ts';
import { cobsNodeDecoder } from '#platform/serial/cobs.ts';
import { listeners } from '#platform/serial/listeners.ts';
import { toWire } from '#platform/serial/message-fields.ts';
import { encodeNodeFrame, type NodeFraming } from '#platform/serial/node-frames.ts';
import { nodeLineDecoder } from '#platform/serial/node-line.ts';
import { type NodeCommand, parseNodeCommand } from '#platform/serial/node-orders.ts';
import type { EstopState, NodeType, ResetReason } from '#platform/serial/node-protocol.ts';
import { type CableFaults, halfOf, startDeviceCable } from './device-cable.ts';
import type { DeviceServer, ListenAddress } from './device-server.ts';
import { type EstopCircuit, estopCircuit } from './estop-circuit.ts';
import { type NodeMachine, nodeMachine, type SeenDevice } from './node-machine.ts';
import type { NodeReport } from './node-report.ts';

/** What a simulated node is made of. */
export interface NodeSimulatorOptions {
  readonly id: string;
  readonly portCount: number;
  readonly listen: ListenAddress;
  readonly clock: Clock;
  readonly framing?: NodeFraming;
  readonly firmware?: string;
  readonly type?: NodeType;
  readonly inputCount?: number;
  readonly outputCount?: number;
  /** The emergency stop that it is wired to; one of its own unless given. */
  readonly circuit?: EstopCircuit;
}

/** A machine node that is not there. */
export interface NodeSimulator
  extends
    AsyncDisposable,
    Pick<
      NodeMachine,
      | 'ports'
      | 'inputs'
      | 'outputs'
      | 'estop'
      | 'alone'
      | 'buffered'
      | 'rightsVersion'
      | 'config'
      | 'firmware'
      | 'display'
    >,
    Pick<CableFaults, 'spoilNext' | 'silent' | 'silence'> {
  readonly kind: 'node';
  readonly name: string;
  readonly server: DeviceServer;
  readonly faults: CableFaults;
  readonly circuit: EstopCircuit;
  /** Commands as they came, repeated ones included. */
  onCommand(listener: (command: NodeCommand) => void): Disposable;
  /** Somebody shows a badge; reported, or decided upon while no host is there. */
  badge(uid: string, port?: number, tech?: BadgeTechnology): void;
  /** The node decides upon a badge by itself, although a host may be there. */
  badgeAlone(uid: string, port?: number, tech?: BadgeTechnology): void;
  activity(port?: number): void;
  log(msg: string): void;
  /** Somebody outside changed an input. Throws a RangeError for one that does not exist. */
  input(number: number, level: boolean): void;
  bluetooth(device: SeenDevice): void;
  fault(code: string, msg: string, active: boolean): void;
  /** Puts the emergency stop into a state by hand. */
  setEstop(state: EstopState): void;
  /** Starts anew with the boot text of the ROM and new numbers. */
  reset(reason: ResetReason): void;
  /** Starts anew every so many milliseconds; `null` for no more. */
  resetLoop(everyMs: number | null): void;
  /** Forgets how long ago its log was written. */
  loseTime(): void;
  noise(count: number): void;
  /** Sends the first half of a beat and nothing of the rest. */
  halfFrame(): void;
}

const BEAT_MS = 1000;
/** Time from the end of a firmware's installation to the start. */
const INSTALL_MS = 300;
const romText =
  'ets Jul 29 2019 12:21:46\r\n\r\nrst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n' +
  'configsip: 0, SPIWP:0xee\r\nmode:DIO, clock div:1\r\nentry 0x400805e4\r\n';

/** A node's end of its cable: frames out and commands in. */
async function startEnd(
  { id, listen, clock, framing = 'line' }: NodeSimulatorOptions,
  machine: NodeMachine,
) {
  const commands = listeners<[NodeCommand]>();
  const obeyed = listeners<[]>();
  const newDecoder = framing === 'line' ? nodeLineDecoder : cobsNodeDecoder;
  let decoder = newDecoder();

  const cable = await startDeviceCable({
    listen,
    clock,
    onConnect() {
      decoder = newDecoder();
      tell(machine.introduction());
    },
    onData: receive,
  });
  const frameOf = (report: NodeReport): Uint8Array =>
    encodeNodeFrame(toWire(machine.compose(report)), framing);

  function tell(reports: readonly NodeReport[]): void {
    for (const report of reports) cable.send(frameOf(report));
  }

  function receive(bytes: Uint8Array): void {
    for (const event of decoder.push(bytes)) {
      if (event.kind !== 'frame') continue;
      const command = parseNodeCommand(event.frame);
      if (command.ok) obey(command.value);
      else tell([{ t: 'log', level: 'warning', msg: `bad command: ${command.problem.field}` }]);
    }
  }

  function obey(command: NodeCommand): void {
    commands.call(command);
    if (cable.faults.silent) return;
    tell(machine.hostHeard());
    tell(machine.obey(command));
    obeyed.call();
  }

  return {
    name: id,
    cable,
    tell,
    frameOf,
    onCommand: commands.add,
    onObeyed: obeyed.add,
  };
}

/** Starts a node that listens for its host and beats once a second. */
export async function startNodeSimulator(options: NodeSimulatorOptions): Promise<NodeSimulator> {
  const { clock, circuit = estopCircuit(), firmware = 'sim-1.0.0' } = options;
  const machine = nodeMachine({ ...options, firmware, now: () => clock.monotonic() });
  if (circuit.state !== 'normal') machine.setEstop(circuit.state);
  const end = await startEnd(options, machine);
  const { cable, tell } = end;
  const { faults } = cable;
  let starting: Disposable | null = null;
  let looping: Disposable | null = null;

  function reset(reason: ResetReason): void {
    machine.restart(reason);
    cable.sendRaw(Buffer.from(romText, 'latin1'));
    tell([{ t: 'boot', reset: reason }, ...machine.introduction()]);
  }

  end.onObeyed(() => {
    if (!machine.firmware.installing || starting) return;
    starting = clock.after(INSTALL_MS, () => {
      starting = null;
      reset('software');
    });
  });
  const stop = circuit.onChange((state) => tell(machine.setEstop(state)));
  const beat = clock.every(BEAT_MS, () => tell([...machine.tick(), beatReport()]));
  const beatReport = (): NodeReport => ({ t: 'hb', ...machine.health() });

  return {
    kind: 'node',
    name: end.name,
    server: cable.server,
    faults,
    circuit,
    get ports() {
      return machine.ports;
    },
    get inputs() {
      return machine.inputs;
    },
    get outputs() {
      return machine.outputs;
    },
    get estop() {
      return machine.estop;
    },
    get alone() {
      return machine.alone;
    },
    get buffered() {
      return machine.buffered;
    },
    get rightsVersion() {
      return machine.rightsVersion;
    },
    get config() {
      return machine.config;
    },
    get silent() {
      return faults.silent;
    },
    firmware: machine.firmware,
    display: machine.display,
    onCommand: end.onCommand,
    badge: (uid, port = 0, tech = 'iso14443a') =>
      tell(machine.badge(port, { uid: uid.toUpperCase(), tech })),
    badgeAlone: (uid, port = 0, tech = 'iso14443a') =>
      machine.decideAlone(port, { uid: uid.toUpperCase(), tech }),
    activity: (port = 0) => tell(machine.activity(port)),
    log: (msg) => tell([{ t: 'log', level: 'info', msg }]),
    input: (number, level) => tell(machine.input(number, level)),
    bluetooth: (device) => tell(machine.bluetooth(device)),
    fault: (code, msg, active) => tell(machine.fault(code, msg, active)),
    setEstop: circuit.set,
    reset,
    resetLoop(everyMs) {
      looping?.[Symbol.dispose]();
      looping = everyMs === null ? null : clock.every(everyMs, () => reset('brown-out'));
    },
    loseTime: machine.loseTime,
    silence: faults.silence,
    spoilNext: faults.spoilNext,
    noise: (count) => cable.sendRaw(randomBytes(count)),
    halfFrame: () => cable.sendRaw(halfOf(end.frameOf(beatReport()))),
    async [Symbol.asyncDispose]() {
      beat[Symbol.dispose]();
      stop[Symbol.dispose]();
      looping?.[Symbol.dispose]();
      starting?.[Symbol.dispose]();
      await cable.server[Symbol.asyncDispose]();
    },
  };
}
