import {
  atRest,
  isListed,
  type MachineEvent,
  type MachineState,
  step,
  type Urgency,
} from '#domains/alarms/alarm-machine.ts';

/** What a type says of time. Seconds. */
export interface TimedType {
  readonly latching: boolean;
  readonly onDelay: number;
  readonly offDelay: number;
  /** After what time unacknowledged alarms escalate, by urgency; null: never. */
  readonly escalate: Readonly<Record<Urgency, number | null>>;
}

/** The machine with its clock and everything that waits for a moment. Seconds. */
export interface TimedState {
  readonly now: number;
  readonly machine: MachineState;
  /** A condition that has not lasted its on-delay. */
  readonly pending: { readonly due: number; readonly urgency: Urgency } | null;
  /** When the off-delay ends. */
  readonly clearsAt: number | null;
  readonly shelvedUntil: number | null;
  readonly occurrences: number;
  readonly annunciatedAt: number;
  readonly escalations: number;
  readonly escalatedAt: number | null;
}

/** What happens, or time that passes: seen by the clock at its end, as by monitors that were stopped meanwhile. */
export type TimedEvent =
  | Exclude<MachineEvent, { kind: 'shelve' }>
  | { readonly kind: 'shelve'; readonly oneShot: boolean; readonly seconds: number }
  | { readonly kind: 'pass'; readonly seconds: number };

/** Nothing was ever raised, and the clock begins. */
export const timedAtRest: TimedState = {
  now: 0,
  machine: atRest,
  pending: null,
  clearsAt: null,
  shelvedUntil: null,
  occurrences: 0,
  annunciatedAt: 0,
  escalations: 0,
  escalatedAt: null,
};

/** Lets the machine take an event, and dates what follows from it. */
function moved(state: TimedState, event: MachineEvent, type: TimedType): TimedState {
  const { machine: before, now } = state;
  const machine = step(before, event, type);
  const begins = !isListed(before) && isListed(machine);
  const asks = begins || machine.annunciation > before.annunciation;
  return {
    ...state,
    machine,
    clearsAt: machine.active ? state.clearsAt : null,
    shelvedUntil: machine.shelved ? state.shelvedUntil : null,
    ...(asks && { annunciatedAt: now, escalations: 0, escalatedAt: null }),
  };
}

function raised(state: TimedState, urgency: Urgency, type: TimedType): TimedState {
  const fresh = !isListed(state.machine);
  const next = moved(state, { kind: 'raise', urgency }, type);
  return { ...next, clearsAt: null, occurrences: fresh ? 1 : state.occurrences + 1 };
}

/** A most unacknowledged alarm is escalated five times. */
function escalated(state: TimedState, { escalate }: TimedType): TimedState {
  const { machine, now, annunciatedAt, escalatedAt, escalations } = state;
  const { active, acknowledged, shelved, rules, outOfService, urgency } = machine;
  const after = escalate[urgency];
  const asks = active && !acknowledged && !shelved && rules.length === 0 && !outOfService;
  if (!asks || after === null || escalations >= 5) return state;
  if (annunciatedAt > now - after || (escalatedAt !== null && escalatedAt > now - after)) {
    return state;
  }
  return { ...state, escalations: escalations + 1, escalatedAt: now };
}

/** What the monitors of timers and escalation do at this moment. */
function due(state: TimedState, type: TimedType): TimedState {
  const { now } = state;
  let next = state;
  if (next.clearsAt !== null && next.clearsAt <= now) next = moved(next, { kind: 'clear' }, type);
  if (next.pending && next.pending.due <= now) {
    next = raised({ ...next, pending: null }, next.pending.urgency, type);
  }
  if (next.shelvedUntil !== null && next.shelvedUntil <= now) {
    next = moved(next, { kind: 'unshelve' }, type);
  }
  return escalated(next, type);
}

function timedRaise(state: TimedState, urgency: Urgency, type: TimedType): TimedState {
  if (state.machine.active || type.onDelay === 0) return raised(state, urgency, type);
  const at = state.pending?.due ?? state.now + type.onDelay;
  return { ...state, pending: { due: at, urgency } };
}

function timedClear(state: TimedState, type: TimedType): TimedState {
  const withdrawn = { ...state, pending: null };
  if (!state.machine.active) return withdrawn;
  if (type.offDelay === 0) return moved(withdrawn, { kind: 'clear' }, type);
  return { ...withdrawn, clearsAt: state.clearsAt ?? state.now + type.offDelay };
}

/** The machine of ISA-18.2 with its clock, for one source and type whose re-alarm time does not run out. */
export function timedStep(state: TimedState, event: TimedEvent, type: TimedType): TimedState {
  switch (event.kind) {
    case 'raise':
      return timedRaise(state, event.urgency, type);
    case 'clear':
      return timedClear(state, type);
    case 'shelve': {
      const next = moved(state, event, type);
      const begun = next.machine.shelved !== state.machine.shelved;
      return begun ? { ...next, shelvedUntil: state.now + event.seconds } : next;
    }
    case 'pass':
      return due({ ...state, now: state.now + event.seconds }, type);
    case 'acknowledge':
    case 'reset':
    case 'unshelve':
    case 'suppress':
    case 'unsuppress':
    case 'take-out':
    case 'return':
      return moved(state, event, type);
  }
}
