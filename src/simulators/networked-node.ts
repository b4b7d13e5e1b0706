import type { NodeReport as SentReport } from '#contract/shopfloor/ingest-reports.ts';
import type { FirmwarePiece, ReportAnswer, RightsAnswer } from '#contract/shopfloor/ingest.ts';
import type { NodeOrder } from '#platform/serial/node-orders.ts';
import { type NodeMachine, nodeMachine, type NodeMachineOptions } from './node-machine.ts';
import type { NodeReport } from './node-report.ts';

/** The ingest API as a networked node calls it. */
export interface NodeNetwork {
  report(call: { readonly nodeId: string; readonly events: SentReport[] }): Promise<ReportAnswer>;
  rights(call: { readonly nodeId: string }): Promise<RightsAnswer>;
  firmware(call: { readonly nodeId: string; readonly offset: number }): Promise<FirmwarePiece>;
}

/** A simulated node that reports by HTTP, as the ingest API describes it. */
export interface NetworkedNode {
  readonly machine: Pick<
    NodeMachine,
    'config' | 'firmware' | 'inputs' | 'outputs' | 'ports' | 'display'
  >;
  /** Time has passed at the node. */
  tick(): void;
  /** Does something at the node, and tells the host as far as there is one. */
  act(deed: (machine: NodeMachine) => readonly NodeReport[]): Promise<void>;
  /** Loses its power: it neither reports nor decides until {@link powerOn}. */
  powerOff(): void;
  powerOn(): Promise<void>;
}

/** What a node is made of. */
export interface NetworkedNodeOptions extends Omit<NodeMachineOptions, 'firmware'> {
  readonly network: NodeNetwork;
  /** Whether a host answers; it does unless given. The beats that tell a node so are left out of the play. */
  readonly hostAnswers?: () => boolean;
}

const healthFields = ['estop', 'uptime', 'rights', 'cfg', 'buffered', 'ports', 'inputs', 'outputs'];

/** The fields of each report that the ingest API takes. */
const sentFields: Partial<Record<NodeReport['t'], readonly string[]>> = {
  hello: ['boot', 'seq', 'fw', 'reset', 'type', ...healthFields],
  hb: ['boot', 'seq', ...healthFields],
  badge: ['boot', 'seq', 'port', 'uid', 'tech'],
  activity: ['boot', 'seq', 'port'],
  estop: ['boot', 'seq', 'state'],
  io: ['boot', 'seq', 'dir', 'number', 'level'],
  fault: ['boot', 'seq', 'code', 'msg', 'active'],
  bt: ['boot', 'seq', 'address', 'name', 'kind', 'connected', 'rssi'],
  fw: ['boot', 'seq', 'version', 'received', 'state', 'err'],
  ack: ['boot', 'seq', 'cmd', 'ok', 'err'],
  entry: ['boot', 'seq', 'boot_of', 'n', 'ageMs', 'what', 'port', 'uid', 'tech', 'reason'],
};

const isAway = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'DATABASE_UNAVAILABLE';

/** Starts a node that has not spoken yet. */
export function networkedNode(options: NetworkedNodeOptions): NetworkedNode {
  const { network, id: nodeId, hostAnswers = () => true } = options;
  const machine = nodeMachine({ ...options, firmware: '1.0.0' });
  let waiting: SentReport[] = [];
  let powered = true;
  /** The host has not heard of what the node did alone. */
  let apart = true;
  let orders = 0;

  function enqueue(reports: readonly NodeReport[]): void {
    for (const report of reports) {
      const fields = sentFields[report.t];
      if (!fields) continue;
      const message = Object.entries(machine.compose(report)).filter(
        ([name, value]) => fields.includes(name) && (value !== null || name === 'ageMs'),
      );
      waiting.push({ t: report.t, ...Object.fromEntries(message) } as SentReport);
    }
  }

  /** Obeys what the answer says by itself; only what changes by it is told. */
  function obey(order: NodeOrder): void {
    orders += 1;
    const reports = machine.obey({ ...order, id: `order-${orders}` });
    enqueue(reports.filter(({ t }) => t === 'io'));
  }

  async function takeRights(): Promise<void> {
    const { version, salt, entries } = await network.rights({ nodeId });
    obey({ t: 'rights-begin', version, salt, count: entries.length });
    obey({ t: 'rights-add', entries });
    obey({ t: 'rights-apply', version });
  }

  /** Sets the relays; answers whether any of them changed, which the host waits to hear. */
  function setRelays({ ports }: ReportAnswer): boolean {
    const wrong = ports.filter(({ port, state }) => machine.ports[port] !== state);
    for (const { port, state } of wrong) {
      obey(state === 'released' ? { t: 'release', port, seconds: null } : { t: 'lock', port });
    }
    return wrong.length > 0;
  }

  function setOutputs({ outputs }: ReportAnswer): void {
    for (const { number, level } of outputs) {
      if (machine.outputs[number] !== level) obey({ t: 'io-set', number, level, seconds: null });
    }
  }

  function takeSettings({ settings }: ReportAnswer): void {
    if (!settings) return;
    const { id, version, values } = settings;
    for (const { key, value } of values) obey({ t: 'config', key, value });
    enqueue(machine.obey({ t: 'config-apply', version, id }));
  }

  /** Fetches the next part of the firmware that it is told, or installs it; says how far it is. */
  async function takeFirmware({ firmware: wanted }: ReportAnswer): Promise<void> {
    if (!wanted || machine.firmware.installing) return;
    const { version, size, sha256, install } = wanted;
    const begin = { t: 'fw-begin', version, size, sha256 } as const;
    obey(begin);
    const at = machine.firmware.transfer?.received ?? 0;
    if (at < size) {
      const { data } = await network.firmware({ nodeId, offset: at });
      obey({ t: 'fw-data', offset: at, data });
    }
    const told = machine.obey({ ...(install ? { t: 'fw-install' } : begin), id: `fw-${orders}` });
    enqueue(told.filter(({ t }) => t === 'fw'));
  }

  /** One exchange with the host; answers whether another one must follow at once. */
  async function exchange(): Promise<boolean> {
    enqueue([{ t: 'hb', ...machine.health() }]);
    const answer = await network.report({ nodeId, events: waiting });
    waiting = [];
    if (machine.firmware.installing) {
      machine.restart('software');
      enqueue([machine.hello()]);
      return true;
    }
    for (const { boot_of, n } of answer.kept) obey({ t: 'entries-kept', boot_of, n });
    enqueue(answer.sayHello ? [machine.hello()] : []);
    enqueue(machine.tick());
    setOutputs(answer);
    takeSettings(answer);
    await takeFirmware(answer);
    if (answer.rightsVersion !== machine.rightsVersion) await takeRights();
    return setRelays(answer) || waiting.length > 0;
  }

  async function talk(): Promise<void> {
    try {
      while (await exchange());
    } catch (error) {
      if (!isAway(error)) throw error;
      apart = true;
    }
  }

  function hearBeats(): void {
    if (!hostAnswers()) return;
    const introduction = machine.hostHeard();
    if (apart) enqueue(introduction.length > 0 ? introduction : machine.introduction());
    apart = false;
  }

  return {
    machine,
    tick() {
      if (powered) machine.tick();
    },
    async act(deed) {
      if (!powered) return;
      hearBeats();
      enqueue(deed(machine));
      await talk();
    },
    powerOff() {
      powered = false;
    },
    async powerOn() {
      powered = true;
      apart = true;
      waiting = [];
      machine.restart('power-on');
      hearBeats();
      await talk();
    },
  };
}
