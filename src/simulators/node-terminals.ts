import type { NodeOrder } from '#platform/serial/node-orders.ts';
import type { IoDirection } from '#platform/serial/node-protocol.ts';
import type { NodeReport } from './node-report.ts';

/** The accessory terminals of a node: raw electrical levels, whatever they mean. */
export interface NodeTerminals {
  readonly inputs: readonly boolean[];
  readonly outputs: readonly boolean[];
  /** Somebody outside changed an input. Throws a RangeError for one that does not exist. */
  input(number: number, level: boolean): NodeReport[];
  /** `null` for an output that does not exist. */
  drive(order: Extract<NodeOrder, { t: 'io-set' }>): NodeReport[] | null;
  /** Sets outputs back whose time is over. */
  elapse(): NodeReport[];
  /** Outputs fall when the node starts anew. */
  restarted(): void;
}

const low = (length: number): boolean[] => Array.from({ length }, () => false);

/** Terminals that are all low; `now` in monotonic milliseconds. */
export function nodeTerminals(
  inputCount: number,
  outputCount: number,
  now: () => number,
): NodeTerminals {
  const inputs = low(inputCount);
  let outputs = low(outputCount);
  /** Outputs that go back by themselves: to what, and when. */
  const returns = new Map<number, { readonly level: boolean; readonly at: number }>();

  function set(dir: IoDirection, number: number, level: boolean): NodeReport[] {
    const levels = dir === 'input' ? inputs : outputs;
    if (levels[number] === level) return [];
    levels[number] = level;
    return [{ t: 'io', dir, number, level }];
  }

  return {
    get inputs() {
      return [...inputs];
    },
    get outputs() {
      return [...outputs];
    },
    input(number, level) {
      if (number < inputCount) return set('input', number, level);
      throw new RangeError(`There is no input ${number}; the node has ${inputCount}.`);
    },
    drive({ number, level, seconds }) {
      const before = outputs[number];
      if (before === undefined) return null;
      returns.delete(number);
      if (seconds !== null) returns.set(number, { level: before, at: now() + seconds * 1000 });
      return set('output', number, level);
    },
    elapse() {
      const due = [...returns].filter(([, { at }]) => at <= now());
      return due.flatMap(([number, { level }]) => {
        returns.delete(number);
        return set('output', number, level);
      });
    },
    restarted() {
      outputs = low(outputCount);
      returns.clear();
    },
  };
}
