import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import { silentLog } from '#platform/log/log.ts';
import type { Consoles } from './consoles.ts';

const powerMonitor = await vi.hoisted(async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  return new Emitter();
});

vi.mock('electron', () => ({ powerMonitor }));

const { lockWithSystem } = await import('./lock-with-system.ts');

function desk(failures = 0) {
  const clock = fakeClock();
  let left = failures;
  let locks = 0;
  const lock = async (): Promise<void> => {
    locks += 1;
    left -= 1;
    if (left >= 0) throw new Error('no database');
  };
  const locker = lockWithSystem({ lock } as unknown as Consoles, { clock, log: silentLog });
  return {
    clock,
    locker,
    get locks() {
      return locks;
    },
  };
}

describe('requirement 18: locking with the system', () => {
  it.each(['lock-screen', 'suspend', 'user-did-resign-active'])('follows %s', (event) => {
    const made = desk();
    using locker = made.locker;
    powerMonitor.emit(event);
    expect(locker).toBeDefined();
    expect(made.locks).toBe(1);
  });

  it('is tried again until the database has been told', async () => {
    const made = desk(2);
    using locker = made.locker;
    locker.lock();
    await made.clock.advance(1000);
    await made.clock.advance(1000);
    await made.clock.advance(10_000);
    expect(made.locks).toBe(3);
  });

  it('ends with the desktop', async () => {
    const made = desk(9);
    made.locker.lock();
    made.locker[Symbol.dispose]();
    powerMonitor.emit('lock-screen');
    await made.clock.advance(10_000);
    expect(made.locks).toBe(1);
    expect(powerMonitor).toBeInstanceOf(EventEmitter);
    expect(powerMonitor.eventNames()).toEqual([]);
  });
});
