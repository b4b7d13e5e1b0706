import { randomBytes } from 'node:crypto';
import type { NodeHealth, NodeMessage } from '#platform/serial/node-messages.ts';
import type { NodeCommand, NodeOrder } from '#platform/serial/node-orders.ts';
import type {
  DisplayTone,
  EstopState,
  NodeType,
  PortState,
  ResetReason,
} from '#platform/serial/node-protocol.ts';
import { nodeFirmware, type NodeFirmware } from './node-firmware.ts';
import { nodeJournal } from './node-journal.ts';
import { nodeRelays, type ShownBadge } from './node-relays.ts';
import type { NodeReport, ReportOf } from './node-report.ts';
import { nodeRights } from './node-rights.ts';
import { nodeTerminals } from './node-terminals.ts';

/** How many command keys a node remembers, so that repeated ones act once. */
const REMEMBERED = 32;
/** Silence of the host after which a node decides alone, in milliseconds. */
const ALONE_AFTER_MS = 10_000;

/** What the display at a port says. */
export interface Shown {
  readonly text: string;
  readonly tone: DisplayTone;
}

/** A Bluetooth device that a node sees. */
export type SeenDevice = Omit<ReportOf<'bt'>, 't'>;

/** What a node remembers, and what it does with what it is told. */
export interface NodeMachine {
  readonly ports: readonly PortState[];
  readonly inputs: readonly boolean[];
  readonly outputs: readonly boolean[];
  readonly estop: EstopState;
  readonly uptime: number;
  /** No host has spoken for ten seconds, so the node decides by what it knows. */
  readonly alone: boolean;
  /** Lines of its own log that no host has confirmed. */
  readonly buffered: number;
  readonly rightsVersion: number | null;
  /** Configuration as applied. */
  readonly config: ReadonlyMap<string, string>;
  readonly firmware: Pick<NodeFirmware, 'version' | 'transfer' | 'installing'>;
  /** Puts name, boot and the next number on a report. */
  compose(report: NodeReport): NodeMessage;
  health(): NodeHealth;
  hello(): NodeReport;
  /** Everything that a host must know which was not there. */
  introduction(): NodeReport[];
  /** A host spoke; answers what it is told first when the node was alone. */
  hostHeard(): NodeReport[];
  /** Does what the host asks, once, and tells what to answer. */
  obey(command: NodeCommand): NodeReport[];
  /** A badge at a port: reported to the host, or decided upon where there is none. */
  badge(port: number, badge: ShownBadge): NodeReport[];
  /** The node decides upon a badge by itself, although a host may be there. */
  decideAlone(port: number, badge: ShownBadge): void;
  activity(port: number): NodeReport[];
  /** Somebody outside changed an input. Throws a RangeError for one that does not exist. */
  input(number: number, level: boolean): NodeReport[];
  bluetooth(device: SeenDevice): NodeReport[];
  fault(code: string, msg: string, active: boolean): NodeReport[];
  /** The hardware changed; tripping locks every port. */
  setEstop(state: EstopState): NodeReport[];
  /** Locks and sets back what has run out of time, and repeats what no host has confirmed. */
  tick(): NodeReport[];
  /** What the display at a port says; `null` for nothing. */
  display(port: number): Shown | null;
  /** The node does not know any more how long ago its log was written. */
  loseTime(): void;
  /** Starts anew: new boot, numbers from 0, all ports locked, no memory of commands. */
  restart(reason: ResetReason): void;
}

/** What a node is made of. */
export interface NodeMachineOptions {
  readonly id: string;
  readonly portCount: number;
  readonly firmware: string;
  readonly type?: NodeType;
  readonly inputCount?: number;
  readonly outputCount?: number;
  /** Monotonic milliseconds. */
  now(): number;
}

/** Keys that were set, and what of them counts. Kept over restarts. */
function configuration() {
  const given = new Map<string, string>();
  let applied: ReadonlyMap<string, string> = new Map();
  let version: number | null = null;
  return {
    get applied() {
      return applied;
    },
    get version() {
      return version;
    },
    set: (key: string, value: string) => void given.set(key, value),
    apply(next: number): void {
      applied = new Map(given);
      version = next;
    },
  };
}

/** What the displays say, and until when. */
function displays(now: () => number) {
  const shown = new Map<number, Shown & { readonly until: number }>();
  return {
    show({ port, text, tone, seconds }: Extract<NodeOrder, { t: 'show' }>): void {
      shown.set(port, { text, tone, until: now() + seconds * 1000 });
    },
    at(port: number): Shown | null {
      const found = shown.get(port);
      return found && found.until > now() ? { text: found.text, tone: found.tone } : null;
    },
    clear: () => shown.clear(),
  };
}

const faultReport = (code: string, msg: string, active: boolean): NodeReport => ({
  t: 'fault',
  code,
  msg,
  active,
});

/** The logic of a node, without a cable. */
export function nodeMachine(options: NodeMachineOptions): NodeMachine {
  const { id, portCount, type = null, inputCount = 0, outputCount = 0, now } = options;
  const journal = nodeJournal(now);
  const rights = nodeRights();
  const firmware = nodeFirmware(options.firmware);
  const terminals = nodeTerminals(inputCount, outputCount, now);
  const config = configuration();
  const display = displays(now);
  const devices = new Map<string, SeenDevice>();
  const faults = new Map<string, string>();
  let boot = '';
  let seq = 0;
  let startedAt = 0;
  let hostHeardAt = now();
  let reset: ResetReason = 'power-on';
  let estop: EstopState = 'normal';
  let answers = new Map<string, string | null>();

  const alone = (): boolean => now() - hostHeardAt > ALONE_AFTER_MS;
  const relays = nodeRelays({ portCount, rights, journal, now, alone });
  const uptime = (): number => Math.floor((now() - startedAt) / 1000);
  const health = (): NodeHealth => ({
    uptime: uptime(),
    estop,
    ports: relays.states(),
    inputs: inputCount > 0 ? terminals.inputs : null,
    outputs: outputCount > 0 ? terminals.outputs : null,
    rights: rights.version,
    cfg: config.version,
    buffered: journal.size,
  });
  const hello = (): NodeReport => ({ t: 'hello', fw: firmware.version, reset, type, ...health() });

  function introduction(): NodeReport[] {
    return [
      hello(),
      ...[...faults].map(([code, msg]) => faultReport(code, msg, true)),
      ...[...devices.values()].map((device): NodeReport => ({ t: 'bt', ...device })),
      ...journal.next(),
    ];
  }

  function restart(reason: ResetReason): void {
    boot = randomBytes(4).toString('hex');
    seq = 0;
    startedAt = now();
    reset = reason;
    answers = new Map();
    journal.restarted(boot);
    relays.lockAll('restart');
    terminals.restarted();
    firmware.restarted();
    display.clear();
  }

  /** Acts on a command that is new; answers why not, or `null`, and what else to tell. */
  function act(command: NodeCommand): { err: string | null; reports?: readonly NodeReport[] } {
    if ('port' in command && command.port >= portCount) return { err: 'no-such-port' };
    switch (command.t) {
      case 'release':
        if (estop !== 'normal') return { err: 'estop' };
        relays.release(command.port, command.seconds);
        return { err: null };
      case 'lock':
        relays.lock(command.port);
        return { err: null };
      case 'config':
        config.set(command.key, command.value);
        return { err: null };
      case 'config-apply':
        config.apply(command.version);
        return { err: null };
      case 'rights-begin':
      case 'rights-add':
      case 'rights-apply':
      case 'rights-drop':
        return { err: rights.obey(command) };
      case 'entries-kept':
        journal.kept(command.boot_of, command.n);
        return { err: null, reports: journal.next() };
      case 'io-set': {
        const reports = terminals.drive(command);
        return reports ? { err: null, reports } : { err: 'no-such-terminal' };
      }
      case 'fw-begin':
      case 'fw-data':
      case 'fw-install':
        return firmware.obey(command);
      case 'show':
        display.show(command);
        return { err: null };
      case 'ping':
        return { err: null, reports: [hello()] };
      case 'warn':
        return { err: null };
    }
  }

  function remember(key: string, err: string | null): void {
    answers.set(key, err);
    const [oldest] = answers.keys();
    if (answers.size > REMEMBERED && oldest !== undefined) answers.delete(oldest);
  }

  function obey(command: NodeCommand): NodeReport[] {
    const known = answers.get(command.id);
    const { err, reports = [] } = known === undefined ? act(command) : { err: known };
    remember(command.id, err);
    return [...reports, { t: 'ack', cmd: command.id, ok: err === null, err }];
  }

  restart('power-on');
  return {
    get ports() {
      return relays.states();
    },
    get inputs() {
      return terminals.inputs;
    },
    get outputs() {
      return terminals.outputs;
    },
    get estop() {
      return estop;
    },
    get uptime() {
      return uptime();
    },
    get alone() {
      return alone();
    },
    get buffered() {
      return journal.size;
    },
    get rightsVersion() {
      return rights.version;
    },
    get config() {
      return config.applied;
    },
    firmware,
    compose(report) {
      const { t, ...fields } = report;
      const message = { t, id, seq, boot, ...fields } as NodeMessage;
      seq += 1;
      return message;
    },
    health,
    hello,
    introduction,
    hostHeard() {
      const wasAlone = alone();
      hostHeardAt = now();
      if (!wasAlone) return [];
      relays.handOver();
      return introduction();
    },
    obey,
    badge(port, badge) {
      if (alone()) {
        relays.decide(port, badge, estop !== 'normal');
        return [];
      }
      relays.shown(port, badge);
      return [{ t: 'badge', port, ...badge }];
    },
    decideAlone: (port, badge) => relays.decide(port, badge, estop !== 'normal'),
    activity(port) {
      if (!alone()) return [{ t: 'activity', port }];
      journal.write({ what: 'activity', port, uid: null, tech: null, reason: null });
      return [];
    },
    input: terminals.input,
    bluetooth(device) {
      if (device.connected) devices.set(device.address, device);
      else devices.delete(device.address);
      return [{ t: 'bt', ...device }];
    },
    fault(code, msg, active) {
      if (active) faults.set(code, msg);
      else faults.delete(code);
      return [faultReport(code, msg, active)];
    },
    setEstop(state) {
      const before = estop;
      estop = state;
      if (state === 'tripped') relays.lockAll('estop');
      const tripped = state === 'tripped' && before !== 'tripped';
      if (alone() && (tripped || state === 'normal')) {
        const what = tripped ? 'estop' : 'estop-reset';
        journal.write({ what, port: null, uid: null, tech: null, reason: null });
      }
      return [{ t: 'estop', state }];
    },
    tick() {
      relays.elapse();
      return [...terminals.elapse(), ...(alone() ? [] : journal.next())];
    },
    display: display.at,
    loseTime: journal.loseTime,
    restart,
  };
}
