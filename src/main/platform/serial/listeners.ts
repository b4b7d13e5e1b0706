/** A list of listeners, each of which may leave at any time. */
export interface Listeners<TArguments extends readonly unknown[]> {
  add(listener: (...values: TArguments) => void): Disposable;
  call(...values: TArguments): void;
}

/** An empty list of listeners. */
export function listeners<TArguments extends readonly unknown[]>(): Listeners<TArguments> {
  const all = new Set<(...values: TArguments) => void>();
  return {
    add(listener) {
      const mine = (...values: TArguments): void => listener(...values);
      all.add(mine);
      return { [Symbol.dispose]: () => void all.delete(mine) };
    },
    call(...values) {
      for (const listener of all) listener(...values);
    },
  };
}
