import type { CircuitState } from '#contract/shopfloor/estops.ts';

/**
 * Why the hardware stops: `stop` for danger, `drill` pressed while a drill of the circuit runs, `test`
 * where the hardware itself says that it is tested.
 */
export type StopKind = 'stop' | 'drill' | 'test';

/** What is known of a stop circuit. */
export interface Circuit {
  /** The stop that the hardware has not reset; `null` where it stops nothing. */
  readonly open: { readonly kind: StopKind; readonly acknowledged: boolean } | null;
  /** An earlier stop was reset at the hardware and nobody has acknowledged it. */
  readonly waiting: boolean;
  /** The node that sees the circuit is heard. */
  readonly seen: boolean;
}

/** What may happen to a circuit, in any order. */
export type CircuitEvent =
  /** The hardware stops. `inDrill`: a drill of this circuit runs. */
  | { readonly kind: 'tripped'; readonly inDrill: boolean }
  /** The hardware stops and says itself that it is a test. */
  | { readonly kind: 'tested'; readonly inDrill: boolean }
  /** The hardware was released and reset. */
  | { readonly kind: 'reset' }
  /** A person took note of the open stop, or of one that was reset. */
  | { readonly kind: 'acknowledged'; readonly which: 'open' | 'waiting' }
  /** A person says that the stop of a drill was meant. */
  | { readonly kind: 'meant' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'seen' };

/** What must be done because of an event, in this order. Nothing in it ever starts a machine. */
export type CircuitEffect =
  | { readonly kind: 'record'; readonly as: StopKind }
  | { readonly kind: 'record-reset' }
  | { readonly kind: 'raise-alarm' }
  | { readonly kind: 'clear-alarm' }
  | { readonly kind: 'end-sessions' };

/** A circuit after an event, and what must be done. */
export interface CircuitStep {
  readonly circuit: Circuit;
  readonly effects: readonly CircuitEffect[];
}

/** The circuit in one word: what stands comes before what is not known. */
export function stateOf({ open, waiting, seen }: Circuit): CircuitState {
  if (open?.kind === 'stop') return open.acknowledged ? 'tripped-acked' : 'tripped';
  if (open) return 'test';
  if (waiting) return 'reset-seen';
  return seen ? 'normal' : 'unknown';
}

/** Whether machines of the zone may be started. */
export const allowsStart = (circuit: Circuit): boolean => stateOf(circuit) === 'normal';

const begin = (circuit: Circuit, as: StopKind): CircuitStep => ({
  circuit: { ...circuit, open: { kind: as, acknowledged: false } },
  effects: [
    { kind: 'record', as },
    ...(as === 'stop' ? ([{ kind: 'raise-alarm' }] as const) : []),
    { kind: 'end-sessions' },
  ],
});

/**
 * The hardware stops, as it may say again and again. A drill stays one until it is reset; a test that
 * the hardware announced becomes danger when it then says so.
 */
function stopped(circuit: Circuit, as: StopKind): CircuitStep {
  const { open } = circuit;
  if (!open || (open.kind === 'test' && as === 'stop')) return begin(circuit, as);
  return { circuit, effects: [{ kind: 'end-sessions' }] };
}

/** The hardware was reset. A stop that was acknowledged before is over; another waits for that. */
function wasReset(circuit: Circuit): CircuitStep {
  const { open } = circuit;
  if (!open) return { circuit, effects: [{ kind: 'clear-alarm' }] };
  const unnoted = open.kind === 'stop' && !open.acknowledged;
  return {
    circuit: { ...circuit, open: null, waiting: circuit.waiting || unnoted },
    effects: [{ kind: 'record-reset' }, { kind: 'clear-alarm' }],
  };
}

/** A person took note. Only a stop for danger asks for that. */
function acknowledged(circuit: Circuit, which: 'open' | 'waiting'): Circuit {
  if (which === 'waiting') return { ...circuit, waiting: false };
  if (circuit.open?.kind !== 'stop') return circuit;
  return { ...circuit, open: { ...circuit.open, acknowledged: true } };
}

/** What an event makes of a circuit. Acknowledgement and reset may come in either order. */
export function stepCircuit(circuit: Circuit, event: CircuitEvent): CircuitStep {
  switch (event.kind) {
    case 'tripped':
      return stopped(circuit, event.inDrill ? 'drill' : 'stop');
    case 'tested':
      return stopped(circuit, event.inDrill ? 'drill' : 'test');
    case 'reset':
      return wasReset(circuit);
    case 'acknowledged':
      return { circuit: acknowledged(circuit, event.which), effects: [] };
    case 'meant':
      if (!circuit.open || circuit.open.kind === 'stop') return { circuit, effects: [] };
      return {
        circuit: { ...circuit, open: { kind: 'stop', acknowledged: false } },
        effects: [{ kind: 'raise-alarm' }],
      };
    case 'lost':
      return { circuit: { ...circuit, seen: false }, effects: [] };
    case 'seen':
      return { circuit: { ...circuit, seen: true }, effects: [] };
  }
}
