import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { freePorts, simulatorScript, type StartedProgram, startProgram } from './program.ts';

/** Simulated devices in a process of their own, on ports that stay the same when it starts again. */
export interface SimulatorsProcess extends AsyncDisposable {
  /** One serial reader for each machine, in the machines' order. */
  readonly readers: readonly { readonly name: string; readonly endpoint: string }[];
  readonly node: { readonly name: string; readonly endpoint: string; readonly ports: number };
  /** Runs a line of the simulators' commands; rejects with what they say is wrong. */
  command(line: string): Promise<string>;
  crash(): Promise<void>;
  start(): Promise<void>;
}

const endpoint = (port: number | undefined): string => `tcp://127.0.0.1:${port}`;

async function ask(control: number, line: string): Promise<string> {
  const socket: Socket = connect(control, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.setNoDelay(true);
    socket.write(`${line}\n`);
    const answer: string[] = [];
    for await (const said of createInterface({ input: socket })) {
      if (said === 'ok') return answer.join('\n');
      if (said.startsWith('error ')) throw new Error(said.slice('error '.length));
      answer.push(said);
    }
    throw new Error('The simulators ended before they answered.');
  } finally {
    socket.destroy();
  }
}

/** Starts a node with `count` relays and as many readers. */
export async function startSimulatorsProcess(count: number): Promise<SimulatorsProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-devices-'));
  const [control = 0, nodePort, ...readerPorts] = await freePorts(count + 2);
  const file = join(folder, 'site.json');
  const readers = readerPorts.map((port, index) => ({ name: `R${index}`, port }));
  const node = { name: 'N01', port: nodePort, ports: count };
  await writeFile(file, JSON.stringify({ readers, nodes: [node] }));
  let running: StartedProgram | null = null;

  async function start(): Promise<void> {
    running = startProgram(simulatorScript, ['--site', file, '--control', String(control)]);
    await running.printed(/(The simulators are ready)/u);
  }

  await start();
  return {
    readers: readers.map(({ name, port }) => ({ name, endpoint: endpoint(port) })),
    node: { name: node.name, endpoint: endpoint(node.port), ports: count },
    command: (line) => ask(control, line),
    crash: async () => running?.crash(),
    start,
    async [Symbol.asyncDispose]() {
      await running?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
