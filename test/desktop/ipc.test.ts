import type { IpcMainInvokeEvent } from 'electron';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '#platform/log/log.ts';

type Registered = (event: IpcMainInvokeEvent, ...args: unknown[]) => Promise<unknown>;

const handlers = vi.hoisted(() => new Map<string, Registered>());

vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, handler: Registered) => void handlers.set(channel, handler),
    removeHandler: (channel: string) => handlers.delete(channel),
  },
}));

const { answerPages, channels } = await import('#main/desktop/ipc.ts');

const frame = { origin: 'app://console' };
const ours = { sender: { mainFrame: frame }, senderFrame: frame };
const handover = 'a one-time code of enough length';
const argumentsFor = (channel: string): unknown[] => (channel === channels.adopt ? [handover] : []);

let answered: unknown[][];
let failWith: Error | null;
let listening: Disposable;

beforeEach(() => {
  answered = [];
  failWith = null;
  const answer = async (...given: unknown[]): Promise<void> => {
    answered.push(given);
    if (failWith) throw failWith;
  };
  listening = answerPages({ 'signalbox:connect': answer, 'signalbox:adopt': answer }, silentLog);
  return () => listening[Symbol.dispose]();
});

function send(channel: string, event: object, args = argumentsFor(channel)): Promise<unknown> {
  const handler = handlers.get(channel);
  if (!handler) throw new Error(`Nobody answers ${channel}.`);
  return handler(event as IpcMainInvokeEvent, ...args);
}

const forged = {
  'a frame that has gone': { ...ours, senderFrame: null },
  'an embedded frame of the same origin': { ...ours, senderFrame: { origin: 'app://console' } },
  'a main frame of a website': {
    sender: { mainFrame: { origin: 'https://example.com' } },
  },
  'a main frame of a similar origin': {
    sender: { mainFrame: { origin: 'app://console.evil.example' } },
  },
  'a main frame without an origin': { sender: { mainFrame: { origin: 'null' } } },
};

describe.each(Object.values(channels))('requirement 7: %s', (channel) => {
  it('answers the main frame of a page of ours', async () => {
    await expect(send(channel, ours)).resolves.toBeUndefined();
    expect(answered).toHaveLength(1);
  });

  it.each(Object.entries(forged))('refuses %s', async (_name, event) => {
    const from = { senderFrame: event.sender.mainFrame, ...event };
    await expect(send(channel, from)).rejects.toThrow('The program refused this request.');
    expect(answered).toEqual([]);
  });

  it('requirement 8: refuses arguments that its schema does not know', async () => {
    const wellFormed = (args: unknown[]): boolean =>
      channel === channels.adopt
        ? args.length === 1 && typeof args[0] === 'string' && args[0].length >= 16
        : args.length === 0;
    const malformed = fc.array(fc.anything(), { maxLength: 4 }).filter((args) => !wellFormed(args));
    await fc.assert(
      fc.asyncProperty(malformed, async (args) => {
        await expect(send(channel, ours, args)).rejects.toThrow('refused');
      }),
    );
    await expect(send(channel, ours, ['x'.repeat(1024 * 1024)])).rejects.toThrow('refused');
    expect(answered).toEqual([]);
  });

  it('requirement 8: lets nothing of an error out', async () => {
    failWith = new Error('duplicate key value violates "users_pkey": Key (id)=(7)');
    const error = await send(channel, ours).catch((caught: unknown) => caught);
    expect(error).toEqual(new Error('The program could not do this. Its log says why.'));
    expect((error as Error).cause).toBeUndefined();
  });

  it('is not answered any more once listening has ended', () => {
    listening[Symbol.dispose]();
    expect(handlers.size).toBe(0);
  });
});
