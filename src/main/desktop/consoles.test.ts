import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { silentLog } from '#platform/log/log.ts';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import type { Connection } from '#platform/rpc/context.ts';
import { type Consoles, createConsoles, type Served } from './consoles.ts';

/** The core's end of a window's channel. */
class Port extends EventEmitter {
  closed = false;
  started = false;
  postMessage(): void {}
  start(): void {
    this.started = true;
  }
  close(): void {
    this.closed = true;
    this.emit('close');
  }
}

/** Sessions that know one client token at a time, as identity does after a hand-over. */
function sessionsOfTest() {
  let valid: string | null = null;
  const attached: Connection[] = [];
  return {
    attached,
    failing: false,
    async attachClient(this: { failing: boolean }, connection: Connection, token: string) {
      if (this.failing) throw new Error('no database');
      if (token !== valid) return false;
      attached.push(connection);
      connection.session = { locked: false, actor: { sessionId: 's1' } as never };
      return true;
    },
    async redeemHandover(code: string) {
      if (!code.startsWith('good')) return null;
      valid = `token of ${code}`;
      return valid;
    },
  };
}

function desk() {
  const sessions = sessionsOfTest();
  const services = { log: silentLog, clock: fakeClock(), recordIncident: () => {} };
  const served: Served = { router: {}, services, sessions };
  const consoles = createConsoles({ workstation: 'Desk 1', userAgent: 'test', log: silentLog });
  return { consoles, served, sessions };
}

async function connect(consoles: Consoles, windowId: number): Promise<Port> {
  const port = new Port();
  await consoles.connect(windowId, () => port);
  return port;
}

describe('the consoles of a desktop', () => {
  it('let a window wait until something is served, and answer its last question only', async () => {
    const { consoles, served } = desk();
    const offers: string[] = [];
    const ask = (name: string) =>
      consoles.connect(1, () => {
        offers.push(name);
        return new Port();
      });
    const asked = [ask('first'), ask('second')];
    using serving = consoles.serve(served);
    await Promise.all(asked);
    expect(serving).toBeDefined();
    expect(offers).toEqual(['second']);
  });

  it('keep one connection for each window: a page loaded anew ends the one before', async () => {
    const { consoles, served } = desk();
    using serving = consoles.serve(served);
    const [first, other] = [await connect(consoles, 1), await connect(consoles, 2)];
    const second = await connect(consoles, 1);
    expect(serving).toBeDefined();
    expect([first.closed, other.closed, second.closed]).toEqual([true, false, false]);
  });

  it('do nothing for a page that has gone meanwhile', async () => {
    const { consoles, served, sessions } = desk();
    using serving = consoles.serve(served);
    await consoles.connect(1, () => null);
    expect(serving).toBeDefined();
    expect(sessions.attached).toEqual([]);
  });

  it('give the session of a sign-in to the other windows, and to pages loaded anew', async () => {
    const { consoles, served, sessions } = desk();
    using serving = consoles.serve(served);
    await connect(consoles, 1);
    await connect(consoles, 2);
    await consoles.adopt('good code of a sign-in');
    expect(sessions.attached).toHaveLength(2);
    await connect(consoles, 1);
    expect(serving).toBeDefined();
    expect(sessions.attached).toHaveLength(3);
  });

  it('keep the session they have when a hand-over comes too late', async () => {
    const { consoles, served, sessions } = desk();
    using serving = consoles.serve(served);
    await consoles.adopt('good code of a sign-in');
    await consoles.adopt('used code of a sign-in');
    await connect(consoles, 1);
    expect(serving).toBeDefined();
    expect(sessions.attached).toHaveLength(1);
  });

  it('hang up instead of showing somebody as signed out when the database is away', async () => {
    const { consoles, served, sessions } = desk();
    using serving = consoles.serve(served);
    await consoles.adopt('good code of a sign-in');
    sessions.failing = true;
    const port = new Port();
    await expect(consoles.connect(1, () => port)).rejects.toThrow('no database');
    expect(serving).toBeDefined();
    expect([port.closed, port.started]).toEqual([true, false]);
  });

  it('end every connection with what they were served', async () => {
    const { consoles, served } = desk();
    const serving = consoles.serve(served);
    const port = await connect(consoles, 1);
    const own = consoles.open();
    serving[Symbol.dispose]();
    expect([port.closed, own.connection.closed.aborted]).toEqual([true, true]);
    expect(() => consoles.open()).toThrow('Nothing is served');
  });
});
