import { listeners } from '#platform/serial/listeners.ts';
import type { EstopState } from '#platform/serial/node-protocol.ts';

/** What a person does at an emergency stop. */
export const estopDeeds = ['press', 'release', 'reset', 'drill', 'drill-over'] as const;
/** One of {@link estopDeeds}. */
export type EstopDeed = (typeof estopDeeds)[number];

/**
 * The emergency stop of one or several nodes, as hardware: pressing trips it from anywhere, and only
 * releasing the button and then the reset by key bring it back. No node and no host can.
 */
export interface EstopCircuit {
  readonly state: EstopState;
  /** Does what the hardware allows; answers whether that changed anything. */
  act(deed: EstopDeed): boolean;
  /** Puts the circuit into a state by hand, whatever the hardware would allow. */
  set(state: EstopState): void;
  onChange(listener: (state: EstopState) => void): Disposable;
}

const after: { readonly [D in EstopDeed]: Partial<Record<EstopState, EstopState>> } = {
  press: { normal: 'tripped', released: 'tripped', test: 'tripped' },
  release: { tripped: 'released' },
  reset: { released: 'normal' },
  drill: { normal: 'test' },
  'drill-over': { test: 'normal' },
};

/** A circuit in order. */
export function estopCircuit(): EstopCircuit {
  const changes = listeners<[EstopState]>();
  let state: EstopState = 'normal';

  function set(next: EstopState): void {
    state = next;
    changes.call(next);
  }

  return {
    get state() {
      return state;
    },
    act(deed) {
      const next = after[deed][state];
      if (next) set(next);
      return next !== undefined;
    },
    set,
    onChange: changes.add,
  };
}
