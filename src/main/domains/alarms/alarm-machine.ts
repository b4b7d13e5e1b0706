import type { IsaState } from '#contract/alarms.ts';

/** Urgency as a number: 1 the most. */
export type Urgency = 1 | 2 | 3 | 4;

/** What the machine knows of the alarm of one source and type. */
export interface MachineState {
  /** The condition axis: what the source said last. */
  readonly active: boolean;
  readonly acknowledged: boolean;
  readonly latched: boolean;
  readonly urgency: Urgency;
  /** How often the present alarm asked for attention; 0 before there was one. */
  readonly annunciation: number;
  readonly shelved: { readonly oneShot: boolean } | null;
  /** Suppression rules that hold. */
  readonly rules: readonly string[];
  readonly outOfService: boolean;
}

/** What may happen to it. */
export type MachineEvent =
  | { readonly kind: 'raise'; readonly urgency: Urgency }
  | { readonly kind: 'clear' }
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'shelve'; readonly oneShot: boolean }
  /** By a person or by time. */
  | { readonly kind: 'unshelve' }
  | { readonly kind: 'suppress'; readonly rule: string }
  | { readonly kind: 'unsuppress'; readonly rule: string }
  | { readonly kind: 'take-out' }
  | { readonly kind: 'return' };

/** Nothing was ever raised. */
export const atRest: MachineState = {
  active: false,
  acknowledged: true,
  latched: false,
  urgency: 4,
  annunciation: 0,
  shelved: null,
  rules: [],
  outOfService: false,
};

/** Whether it is in the queue: not normal, or not acknowledged, or latched. */
export const isListed = ({ active, acknowledged, latched }: MachineState): boolean =>
  active || !acknowledged || latched;

/** Whether an overlay keeps it from asking for attention. */
const isSetAside = ({ shelved, rules, outOfService }: MachineState): boolean =>
  shelved !== null || rules.length > 0 || outOfService;

/** The letter of the state in the ISA-18.2 diagram. */
export function isaStateOf(state: MachineState): IsaState {
  if (state.outOfService) return 'I';
  if (state.rules.length > 0) return 'H';
  if (state.shelved) return 'G';
  if (state.active) return state.acknowledged ? 'C' : 'B';
  if (state.latched) return state.acknowledged ? 'F' : 'E';
  return state.acknowledged ? 'A' : 'D';
}

/** It asks for attention anew: an acknowledgement of before no longer counts. */
const anew = (state: MachineState): MachineState => ({
  ...state,
  acknowledged: false,
  annunciation: state.annunciation + 1,
});

/** After the last overlay: what is active asks for attention, what came and went leaves with it. */
function uncovered(before: MachineState, after: MachineState): MachineState {
  if (!isSetAside(before) || isSetAside(after) || !isListed(after)) return after;
  if (after.active) return anew(after);
  return after.latched ? after : { ...after, acknowledged: true };
}

const unshelved = (state: MachineState): MachineState =>
  state.shelved ? uncovered(state, { ...state, shelved: null }) : state;

function raised(state: MachineState, urgency: Urgency): MachineState {
  const worse = urgency < state.urgency;
  const raise = { ...state, urgency, active: true, latched: false };
  let next = raise;
  if (!isListed(state)) next = { ...raise, acknowledged: false, annunciation: 1 };
  else if (!state.active || worse) next = anew(raise);
  return urgency === 1 ? unshelved(next) : next;
}

function cleared(state: MachineState, latching: boolean): MachineState {
  if (!state.active) return state;
  const next = { ...state, active: false, latched: latching };
  return state.shelved?.oneShot ? unshelved(next) : next;
}

/**
 * The machine of ISA-18.2 as the database decides it, for one source and type whose re-alarm time
 * does not run out. `latching` is what the type says. Events that do not apply change nothing.
 */
export function step(
  state: MachineState,
  event: MachineEvent,
  { latching }: { readonly latching: boolean },
): MachineState {
  switch (event.kind) {
    case 'raise':
      return raised(state, event.urgency);
    case 'clear':
      return cleared(state, latching);
    case 'acknowledge':
      return isListed(state) ? { ...state, acknowledged: true } : state;
    case 'reset':
      return { ...state, latched: false };
    case 'shelve': {
      const may = isListed(state) && !state.shelved && state.urgency > 1;
      return may ? { ...state, shelved: { oneShot: event.oneShot } } : state;
    }
    case 'unshelve':
      return unshelved(state);
    case 'suppress': {
      const rules = [...new Set([...state.rules, event.rule])];
      return { ...state, rules };
    }
    case 'unsuppress': {
      const rules = state.rules.filter((rule) => rule !== event.rule);
      return uncovered(state, { ...state, rules });
    }
    case 'take-out':
      return { ...state, outOfService: true };
    case 'return':
      return uncovered(state, { ...state, outOfService: false });
  }
}
