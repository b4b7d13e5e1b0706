import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { control: { type: 'string', default: '7499' } },
  allowPositionals: true,
});

/** Reads one answer: lines up to `ok`, or one that begins with `error`. */
async function answer(lines: AsyncIterator<string>): Promise<boolean> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done === true) throw new Error('The simulators have ended.');
    if (value === 'ok') return true;
    process.stdout.write(`${value}\n`);
    if (value.startsWith('error')) return false;
  }
}

async function reach(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    throw new Error(`No simulators answer on port ${port}. Start them by “npm run demo”.`, {
      cause: error,
    });
  }
}

async function converse(socket: Socket, lines: AsyncIterator<string>): Promise<void> {
  const person = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt: 'simulate> ',
  });
  socket.once('close', () => person.close());
  let listening = true;
  // Lines that were piped in are still to be done when their end has been read.
  person.once('close', () => (listening = false));
  const ask = (): void => {
    if (listening) person.prompt();
  };
  ask();
  for await (const line of person) {
    if (line.trim() === 'quit') break;
    if (line.trim() !== '') {
      socket.write(`${line}\n`);
      await answer(lines);
    }
    ask();
  }
  person.close();
}

async function main(): Promise<void> {
  using open = new DisposableStack();
  const socket = open.adopt(await reach(Number(values.control)), (it) => it.destroy());
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  if (positionals.length === 0) {
    process.stdout.write('Type “help” for the commands, “quit” to leave.\n');
    await converse(socket, lines);
  } else {
    socket.write(`${positionals.join(' ')}\n`);
    process.exitCode = (await answer(lines)) ? 0 : 1;
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
