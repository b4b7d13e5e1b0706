import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { RunCommand } from './site-commands.ts';
import { SiteCommandError } from './site-words.ts';

/**
 * Takes commands, one a line, from `input` and answers on `output`: the lines of the answer, then
 * `ok`; or `error ` and what is wrong. Resolves when the input ends.
 */
export async function serveLines(
  input: Readable,
  output: Writable,
  run: RunCommand,
): Promise<void> {
  const lines = createInterface({ input, crlfDelay: Infinity });
  for await (const line of lines) {
    if (line.trim() === '') continue;
    output.write(`${await answer(line, run)}\n`);
  }
}

async function answer(line: string, run: RunCommand): Promise<string> {
  try {
    return `${await run(line)}\nok`;
  } catch (error) {
    if (error instanceof SiteCommandError) return `error ${error.message}`;
    const reason = error instanceof Error ? error.message : String(error);
    return `error The command failed: ${reason}`;
  }
}

/** A TCP port on loopback that takes the commands of {@link serveLines}. */
export interface ControlChannel extends AsyncDisposable {
  readonly port: number;
}

/** Listens on 127.0.0.1. Rejects when the port is taken. */
export async function startControlChannel(port: number, run: RunCommand): Promise<ControlChannel> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client may leave in the middle of a line; its input ends and nobody waits for the answer.
    socket.on('error', () => socket.destroy());
    void serveLines(socket, socket, run).catch(() => socket.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
