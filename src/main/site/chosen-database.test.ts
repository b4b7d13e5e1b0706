import { describe, expect, it } from 'vitest';
import type { SetUpStage } from '#contract/set-up.ts';
import type { OpenDatabase } from '#platform/database/open-database.ts';
import { chosenDatabase } from './chosen-database.ts';
import type { SetUp } from './set-up.ts';

/** A set-up assistant that the test leads from stage to stage. */
function assistant() {
  const { promise: ready, resolve } = Promise.withResolvers<OpenDatabase>();
  const listeners = new Set<(stage: SetUpStage) => void>();
  let stage: SetUpStage = { kind: 'choose-database' };
  const setUp = {
    ready,
    get stage() {
      return stage;
    },
    onStage(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  } satisfies Pick<SetUp, 'ready' | 'stage' | 'onStage'>;
  const stopping = Promise.withResolvers<void>();
  return {
    chosen: chosenDatabase(setUp as unknown as SetUp, stopping.promise),
    stop: stopping.resolve,
    resolve,
    listeners,
    become(next: SetUpStage) {
      stage = next;
      for (const listener of listeners) listener(next);
    },
  };
}

const database = { applied: [] } as unknown as OpenDatabase;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the database of a first run', () => {
  it('is the one that somebody chose', async () => {
    const { chosen, resolve } = assistant();
    resolve(database);
    expect(await chosen).toBe(database);
  });

  it('is none when the program is stopped while it asks', async () => {
    const { chosen, stop } = assistant();
    stop();
    expect(await chosen).toBeNull();
  });

  it('is waited for when it is being made ready, so that its server can be stopped', async () => {
    const { chosen, stop, resolve, become, listeners } = assistant();
    become({ kind: 'preparing', step: 'starting' });
    stop();
    await settled();
    resolve(database);
    expect(await chosen).toBe(database);
    expect(listeners.size).toBe(0);
  });

  it('is none when the program is stopped and making it ready fails', async () => {
    const { chosen, stop, become } = assistant();
    become({ kind: 'preparing', step: 'starting' });
    stop();
    await settled();
    become({ kind: 'failed', reason: 'The disk is full.' });
    expect(await chosen).toBeNull();
  });
});
