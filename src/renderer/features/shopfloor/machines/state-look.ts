import type { TileState } from '#contract/shopfloor/machines.ts';
import type { StatusTone } from '#ui/status-badge.tsx';

/** How a state is drawn: its shape, and the letter in it. */
export interface StateLook {
  readonly tone: StatusTone;
  readonly letter?: string;
}

/** Free and in use are grey; only what somebody must look at has a colour. */
export const stateLooks: Readonly<Record<TileState, StateLook>> = {
  free: { tone: 'normal' },
  'in-use': { tone: 'active', letter: 'U' },
  estop: { tone: 'fault', letter: 'S' },
  'to-check': { tone: 'notice', letter: 'C' },
  blocked: { tone: 'warning', letter: 'B' },
  disabled: { tone: 'off' },
  'node-offline': { tone: 'unknown', letter: 'N' },
  'estop-unseen': { tone: 'unknown', letter: 'S' },
};

/** All states in the order in which filters name them: what needs somebody first. */
export const tileStates: readonly TileState[] = [
  'estop',
  'in-use',
  'to-check',
  'blocked',
  'node-offline',
  'estop-unseen',
  'free',
  'disabled',
];
