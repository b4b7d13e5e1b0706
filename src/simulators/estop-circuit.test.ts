import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estopCircuit, estopDeeds } from './estop-circuit.ts';

describe('an emergency stop circuit', () => {
  it('goes from pressed over released to normal, and no shorter way', () => {
    const circuit = estopCircuit();
    expect(circuit.act('reset')).toBe(false);
    circuit.act('press');
    expect(circuit.act('reset')).toBe(false);
    expect(circuit.state).toBe('tripped');
    circuit.act('release');
    expect(circuit.state).toBe('released');
    circuit.act('reset');
    expect(circuit.state).toBe('normal');
  });

  it('trips in a drill as well', () => {
    const circuit = estopCircuit();
    circuit.act('drill');
    expect(circuit.state).toBe('test');
    circuit.act('press');
    expect(circuit.act('drill-over')).toBe(false);
    expect(circuit.state).toBe('tripped');
  });

  it('trips whenever it is pressed, and is normal again only after the reset that follows', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...estopDeeds)), (deeds) => {
        const circuit = estopCircuit();
        const told: string[] = [];
        circuit.onChange((state) => told.push(state));
        let resetSince = true;
        for (const deed of deeds) {
          const before = circuit.state;
          const changed = circuit.act(deed);
          if (deed === 'press') resetSince = false;
          if (deed === 'reset' && before === 'released') resetSince = true;
          expect(circuit.state === 'normal' && !resetSince).toBe(false);
          expect(changed).toBe(circuit.state !== before);
        }
        expect(told.at(-1) ?? 'normal').toBe(circuit.state);
      }),
    );
  });
});
