import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { connect } from '#lib/connection/connection.ts';
import { type ConsolePort, linkOverPort } from '#lib/connection/port-channel.ts';
import { silentLog } from '#platform/log/log.ts';
import type { Connection } from '#platform/rpc/context.ts';
import { type CorePort, portLink } from '#platform/rpc/port-link.ts';
import { createLinkServer } from '#platform/rpc/serve-link.ts';
import { become, type Caller, callerOf, type Harness, type Served } from './harness.ts';
import type { sampleContract } from './sample-contract.ts';
import { frameQueue } from './frame-queue.ts';

/** Node's ports hand over the data itself; Electron's wrap it in an event. */
function corePort(port: MessagePort): CorePort {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event: string, listener: (event: { readonly data: unknown }) => void) =>
      port.on(event, (data: unknown) => listener({ data })),
    start: () => port.start(),
    close: () => port.close(),
  };
}

const desktop = {
  transport: 'desktop',
  address: null,
  userAgent: 'test',
  workstation: 'HALL-1',
} as const;

/** Serves the sample over real MessagePorts. */
export function portHarness(served: Served): Harness {
  const server = createLinkServer(served.router, served.services);
  const opened: MessagePort[] = [];

  function serve(caller: Caller): { port: MessagePort; connection: Connection } {
    const { port1, port2 } = new MessageChannel();
    opened.push(port1, port2);
    const { connection, start } = server.open(portLink(corePort(port1), silentLog), desktop);
    become(connection, caller);
    start();
    return { port: port2, connection };
  }

  return {
    async openConsole(caller) {
      let current: Connection | undefined;
      const console = connect<typeof sampleContract>({
        async open() {
          const { port, connection } = serve(callerOf(caller));
          current = connection;
          return linkOverPort(port as unknown as ConsolePort);
        },
        async adopt() {},
      });
      return {
        console,
        serving() {
          if (!current) throw new Error('Nothing is connected yet.');
          return current;
        },
      };
    },
    async openRaw() {
      const { port } = serve({ session: null });
      const frames = frameQueue();
      port.on('message', frames.push);
      return {
        send: (frame) => port.postMessage(frame),
        // Frames still arrive at a port; only what has been read is told back, which this never does.
        stopReading: () => undefined,
        readAgain: () => undefined,
        closed: new Promise((resolve) => port.once('close', () => resolve(0))),
        nextFrame: frames.next,
      };
    },
    async [Symbol.asyncDispose]() {
      for (const port of opened) port.close();
    },
  };
}
