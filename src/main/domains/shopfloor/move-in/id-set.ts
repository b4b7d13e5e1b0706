const BITS = 16;
const CHUNK = 2 ** BITS;

/** A set of serial keys in one bit each: a million of them take 128 KiB. */
export class IdSet {
  readonly #chunks = new Map<number, Uint8Array>();
  #size = 0;

  /** How many keys are in it. */
  get size(): number {
    return this.#size;
  }

  has(id: number): boolean {
    const chunk = this.#chunks.get(Math.floor(id / CHUNK));
    const bit = id % CHUNK;
    return chunk !== undefined && ((chunk[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  }

  add(id: number): void {
    if (this.has(id)) return;
    const key = Math.floor(id / CHUNK);
    const chunk = this.#chunks.get(key) ?? new Uint8Array(CHUNK / 8);
    this.#chunks.set(key, chunk);
    const bit = id % CHUNK;
    chunk[bit >> 3] = (chunk[bit >> 3] ?? 0) | (1 << (bit & 7));
    this.#size += 1;
  }

  /** Every key from `first` to `last`. */
  addStretch(first: number, last: number): void {
    for (let id = first; id <= last; id += 1) this.add(id);
  }
}
