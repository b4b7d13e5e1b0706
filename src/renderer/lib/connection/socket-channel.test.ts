import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HEARTBEAT_MS } from '#contract/wire.ts';
import { type ConsoleSocket, linkOverSocket } from './socket-channel.ts';

type Listener = (event: { data: unknown; code: number; reason: string }) => void;

/** A socket whose network the test plays. */
function socketOfTest() {
  const listeners = new Map<string, Listener>();
  let closes = 0;
  const socket = {
    send: () => undefined,
    close: () => {
      closes += 1;
    },
    addEventListener: (type: string, listener: Listener) => void listeners.set(type, listener),
  } as unknown as ConsoleSocket;
  const play = (type: string, event: Partial<Parameters<Listener>[0]> = {}): void =>
    listeners.get(type)?.({ data: '', code: 1006, reason: '', ...event });
  return { socket, play, closes: () => closes };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a console on a WebSocket', () => {
  it('holds on while heartbeats come, and gives a silent server up', async () => {
    const { socket, play, closes } = socketOfTest();
    const opening = linkOverSocket(socket);
    play('open');
    const { closed } = await opening;
    for (let i = 0; i < 10; i += 1) {
      vi.advanceTimersByTime(HEARTBEAT_MS);
      play('message');
    }
    expect(closed.aborted).toBe(false);
    vi.advanceTimersByTime(3 * HEARTBEAT_MS);
    expect(closed.reason).toEqual(new Error('the server went silent'));
    expect(closes()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('rejects when the socket closes before it is open', async () => {
    const { socket, play } = socketOfTest();
    const opening = linkOverSocket(socket);
    play('close', { code: 1006 });
    await expect(opening).rejects.toThrow('the server closed the connection, code 1006');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('passes on why the server closed', async () => {
    const { socket, play } = socketOfTest();
    const opening = linkOverSocket(socket);
    play('open');
    const { closed } = await opening;
    play('close', { code: 4001, reason: 'The session was revoked.' });
    expect(closed.reason).toEqual(new Error('The session was revoked.'));
  });
});
