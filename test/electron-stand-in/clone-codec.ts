/** A value that the codec cannot describe by itself: its tag and its own description. */
export type Extension = readonly [tag: string, ...rest: unknown[]];

/** Turns structured-cloneable values into text and back. */
export interface CloneCodec {
  /** Describes a value; `extend` may describe what structured clone refuses. Throws DataCloneError. */
  encode(value: unknown, extend?: (value: unknown) => Extension | undefined): string;
  /** Rebuilds a value; `revive` rebuilds what `extend` described. */
  decode(text: string, revive?: (node: Extension) => unknown): unknown;
}

type Node = [tag: string, ...rest: unknown[]];

/**
 * Makes the codec. DevTools messages are text, so everything that crosses between Node and a page is
 * described as JSON: primitives as they are, everything else as a reference `[n]` into a node list,
 * which keeps cycles and shared references. The function is self-contained because its source also
 * runs inside the page.
 */
export function createCloneCodec(): CloneCodec {
  type WithBase64 = Uint8Array & { toBase64(): string };
  type FromBase64 = { fromBase64(text: string): Uint8Array<ArrayBuffer> };
  const typedArrays = globalThis as unknown as Record<
    string,
    new (buffer: ArrayBufferLike, offset: number, length: number) => unknown
  >;
  const errors: Record<string, ErrorConstructor> = {
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  };

  const base64 = {
    write: (bytes: Uint8Array): string =>
      typeof Buffer === 'undefined'
        ? (bytes as WithBase64).toBase64()
        : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
    read: (text: string): ArrayBuffer =>
      typeof Buffer === 'undefined'
        ? (Uint8Array as unknown as FromBase64).fromBase64(text).buffer
        : new Uint8Array(Buffer.from(text, 'base64')).buffer,
  };

  const judge = {
    isPlain: (value: unknown): boolean =>
      value === null ||
      typeof value === 'string' ||
      typeof value === 'boolean' ||
      (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)),
    isWhole: (view: ArrayBufferView): boolean => view.byteLength === view.buffer.byteLength,
  };

  const describeError = (error: Error, write: (value: unknown) => unknown): Node => {
    const name = error.name in errors ? error.name : 'Error';
    const { message }: { readonly message: unknown } = error;
    return [
      'error',
      name,
      String(message),
      write(error.stack),
      write(error.cause),
      'cause' in error,
    ];
  };

  const describeView = (
    view: ArrayBufferView,
    kind: string,
    write: (value: unknown) => unknown,
  ): Node => {
    const length = kind === 'DataView' ? view.byteLength : (view as Uint8Array).length;
    if (judge.isWhole(view)) return ['view', kind, write(view.buffer), length];
    const own = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
    return ['view', kind, write(own.buffer), length];
  };

  const describeObject = (value: object, write: (value: unknown) => unknown): Node => {
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    if (Array.isArray(value)) return ['array', Array.from(value, write)];
    if (ArrayBuffer.isView(value)) return describeView(value, kind, write);
    if (value instanceof Error || kind === 'Error') return describeError(value as Error, write);
    if (kind === 'Date') return ['date', String((value as Date).getTime())];
    if (kind === 'RegExp') return ['regexp', (value as RegExp).source, (value as RegExp).flags];
    if (kind === 'Map') return ['map', [...(value as Map<unknown, unknown>)].flat(1).map(write)];
    if (kind === 'Set') return ['set', Array.from(value as Set<unknown>, write)];
    if (kind === 'ArrayBuffer')
      return ['buffer', base64.write(new Uint8Array(value as ArrayBuffer))];
    if (['Boolean', 'Number', 'String'].includes(kind)) return ['boxed', write(value.valueOf())];
    if (kind === 'Object') return ['object', Object.keys(value), Object.values(value).map(write)];
    throw new DOMException(`#<${kind}> could not be cloned.`, 'DataCloneError');
  };

  const describe = (value: unknown, write: (value: unknown) => unknown): Node => {
    if (value === undefined) return ['undefined'];
    if (typeof value === 'number') return ['number', Object.is(value, -0) ? '-0' : String(value)];
    if (typeof value === 'bigint') return ['bigint', String(value)];
    if (typeof value === 'object') return describeObject(value as object, write);
    const named = typeof value === 'symbol' || typeof value === 'function';
    const text = named ? value.toString() : typeof value;
    throw new DOMException(`${text} could not be cloned.`, 'DataCloneError');
  };

  const encode: CloneCodec['encode'] = (root, extend) => {
    const nodes: (Extension | null)[] = [];
    const seen = new Map<unknown, number>();
    const write = (value: unknown): unknown => {
      if (judge.isPlain(value)) return value;
      const known = seen.get(value);
      if (known !== undefined) return [known];
      const index = nodes.push(null) - 1;
      seen.set(value, index);
      nodes[index] = extend?.(value) ?? describe(value, write);
      return [index];
    };
    const written = write(root);
    return JSON.stringify([written, nodes]);
  };

  type Read = (value: unknown) => unknown;
  type Build = (node: Node, read: Read, keep: (value: object) => void) => unknown;

  const buildError: Build = ([, name, message, stack, cause, hasCause], read, keep) => {
    const error = new (errors[name as string] ?? Error)(message as string);
    keep(error);
    Object.defineProperty(error, 'stack', {
      value: read(stack),
      configurable: true,
      writable: true,
    });
    if (hasCause) error.cause = read(cause);
    return error;
  };

  const containers: Record<string, Build> = {
    array: ([, items], read, keep) => {
      const array: unknown[] = [];
      keep(array);
      for (const item of items as unknown[]) array.push(read(item));
      return array;
    },
    object: ([, keys, values], read, keep) => {
      const object: Record<string, unknown> = {};
      keep(object);
      (keys as string[]).forEach((key, index) => {
        const value = read((values as unknown[])[index]);
        if (key === '__proto__') {
          Object.defineProperty(object, key, { value, enumerable: true, writable: true });
        } else object[key] = value;
      });
      return object;
    },
    map: ([, flat], read, keep) => {
      const map = new Map<unknown, unknown>();
      keep(map);
      const items = flat as unknown[];
      for (let at = 0; at < items.length; at += 2) map.set(read(items[at]), read(items[at + 1]));
      return map;
    },
    set: ([, items], read, keep) => {
      const set = new Set<unknown>();
      keep(set);
      for (const item of items as unknown[]) set.add(read(item));
      return set;
    },
    error: buildError,
  };

  const values: Record<string, Build> = {
    undefined: () => undefined,
    number: ([, text]) => Number(text),
    bigint: ([, text]) => BigInt(text as string),
    date: ([, text]) => new Date(Number(text)),
    regexp: ([, source, flags]) => new RegExp(source as string, flags as string),
    boxed: ([, value], read) => Object(read(value)) as unknown,
    buffer: ([, text]) => base64.read(text as string),
    view: ([, kind, buffer, length], read) => {
      const View = typedArrays[kind as string];
      if (!View) throw new DOMException(`${String(kind)} could not be cloned.`, 'DataCloneError');
      return new View(read(buffer) as ArrayBuffer, 0, length as number);
    },
  };

  const decode: CloneCodec['decode'] = (text, revive) => {
    const [root, nodes] = JSON.parse(text) as [unknown, Node[]];
    const built = new Map<number, unknown>();
    const read: Read = (value) => {
      if (!Array.isArray(value)) return value;
      const index = value[0] as number;
      if (built.has(index)) return built.get(index);
      const node = nodes[index] ?? ['undefined'];
      const build = containers[node[0]] ?? values[node[0]];
      const made = build ? build(node, read, (early) => built.set(index, early)) : revive?.(node);
      built.set(index, made);
      return made;
    };
    return read(root);
  };

  return { encode, decode };
}

/** The codec of this process. */
export const cloneCodec: CloneCodec = createCloneCodec();
