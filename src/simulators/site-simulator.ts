import type { Clock } from '#platform/clock/clock.ts';
import { type EstopCircuit, estopCircuit } from './estop-circuit.ts';
import { type NodeSimulator, startNodeSimulator } from './node-simulator.ts';
import { type PtyBridge, startPtyBridge } from './pty-bridge.ts';
import { type ReaderSimulator, startReaderSimulator } from './reader-simulator.ts';
import type { SiteDescription } from './site-description.ts';

/** A simulated device of either kind. */
export type SimulatedDevice = ReaderSimulator | NodeSimulator;

/** One device of a site with its cable. */
export interface SiteDevice {
  readonly device: SimulatedDevice;
  /** Endpoints at which the host reaches it. */
  endpoints(): readonly string[];
  pull(): Promise<void>;
  plug(): Promise<void>;
}

/** Devices that run together. */
export interface SiteSimulator extends AsyncDisposable {
  /** By name. */
  readonly devices: ReadonlyMap<string, SiteDevice>;
  /** Pseudo-terminals that could not be made; their devices are reached by TCP. */
  readonly problems: readonly string[];
}

async function withCable(
  device: SimulatedDevice,
  ptyPath: string | undefined,
  problems: string[],
): Promise<SiteDevice & AsyncDisposable> {
  const { server } = device;
  let bridge: PtyBridge | null = null;

  async function openBridge(): Promise<void> {
    if (!ptyPath || bridge) return;
    try {
      bridge = await startPtyBridge(ptyPath, server.host, server.port);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }

  async function closeBridge(): Promise<void> {
    const old = bridge;
    bridge = null;
    await old?.[Symbol.asyncDispose]();
  }

  await openBridge();
  return {
    device,
    endpoints: () => [
      `tcp://${server.host}:${server.port}`,
      ...(bridge ? [`serial:${bridge.path}`] : []),
    ],
    async pull() {
      await server.pull();
      await closeBridge();
    },
    async plug() {
      await server.plug();
      await openBridge();
    },
    async [Symbol.asyncDispose]() {
      await closeBridge();
      await device[Symbol.asyncDispose]();
    },
  };
}

/** Starts every device of a description. Rejects, with nothing left running, if one cannot start. */
export async function startSiteSimulator(
  site: SiteDescription,
  clock: Clock,
): Promise<SiteSimulator> {
  await using starting = new AsyncDisposableStack();
  const devices = new Map<string, SiteDevice>();
  const problems: string[] = [];
  const circuits = new Map<string, EstopCircuit>();

  async function add(device: SimulatedDevice, pty: string | undefined): Promise<void> {
    const wired = starting.use(await withCable(device, pty, problems));
    devices.set(device.name, wired);
  }

  for (const { name, profile, host, port, pty } of site.readers) {
    await add(await startReaderSimulator({ name, profile, listen: { host, port }, clock }), pty);
  }
  for (const { name, ports, inputs, outputs, host, port, pty, estop, ...rest } of site.nodes) {
    const circuit = (estop === undefined ? undefined : circuits.get(estop)) ?? estopCircuit();
    if (estop !== undefined) circuits.set(estop, circuit);
    const counts = { portCount: ports, inputCount: inputs, outputCount: outputs };
    const listen = { host, port };
    await add(
      await startNodeSimulator({ id: name, ...counts, ...rest, circuit, listen, clock }),
      pty,
    );
  }
  const running = starting.move();
  return {
    devices,
    problems,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
