import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badgeTechnologies } from './badge-uid.ts';
import { toWire } from './message-fields.ts';
import { encodeNodeFrame, nodeDecoder, type NodeFraming } from './node-frames.ts';
import { FrameTooLongError, type JsonObject } from './node-line.ts';
import { type NodeMessage, parseNodeMessage } from './node-messages.ts';
import {
  FIRMWARE_BYTES_AN_ORDER,
  type NodeCommand,
  parseNodeCommand,
  RIGHTS_AN_ORDER,
} from './node-orders.ts';
import {
  displayTones,
  entryKinds,
  estopStates,
  firmwareStates,
  ioDirections,
  nodeLogLevels,
  nodeTypes,
  portStates,
  resetReasons,
} from './node-protocol.ts';

const one = fc.constantFrom;
const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null });
const count = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const port = fc.nat(15);
const terminal = fc.nat(31);
const boot = fc.stringMatching(/^[\w-]{1,16}$/u);
const uid = fc.stringMatching(/^(?:[0-9A-F]{2}){3,10}$/u);
const word = fc.stringMatching(/^[\w.-]{1,32}$/u);
const personKey = fc.stringMatching(/^[0-9a-f]{16}$/u);
const levels = fc.array(fc.boolean(), { maxLength: 10 });

const header = { id: word, seq: count, boot: maybe(boot) };
const health = {
  uptime: maybe(count),
  estop: maybe(one(...estopStates)),
  ports: maybe(fc.array(one(...portStates), { maxLength: 8 })),
  inputs: maybe(levels),
  outputs: maybe(levels),
  rights: maybe(count),
  cfg: maybe(count),
  buffered: maybe(count),
};
const reset = one(...resetReasons);
const tech = one(...badgeTechnologies);

/** One generator for each type, so that none can be forgotten. */
const messages: { readonly [T in NodeMessage['t']]: fc.Arbitrary<NodeMessage> } = {
  hello: fc.record({
    t: one('hello'),
    ...header,
    ...health,
    boot,
    fw: word,
    reset,
    type: maybe(one(...nodeTypes)),
  }),
  hb: fc.record({ t: one('hb'), ...header, ...health }),
  boot: fc.record({ t: one('boot'), ...header, boot, reset }),
  badge: fc.record({ t: one('badge'), ...header, port, uid, tech }),
  activity: fc.record({ t: one('activity'), ...header, port }),
  estop: fc.record({ t: one('estop'), ...header, state: one(...estopStates) }),
  log: fc.record({
    t: one('log'),
    ...header,
    level: one(...nodeLogLevels),
    msg: fc.string({ unit: 'grapheme', maxLength: 12 }),
  }),
  ack: fc
    .record({ t: one('ack'), ...header, cmd: word, ok: fc.boolean(), err: word })
    .map((ack) => ({ ...ack, err: ack.ok ? null : ack.err })),
  io: fc.record({
    t: one('io'),
    ...header,
    dir: one(...ioDirections),
    number: terminal,
    level: fc.boolean(),
  }),
  entry: fc.record({
    t: one('entry'),
    ...header,
    boot_of: boot,
    n: count,
    ageMs: maybe(fc.nat()),
    what: one(...entryKinds),
    port: maybe(port),
    uid: maybe(uid),
    tech: maybe(tech),
    reason: maybe(word),
  }),
  bt: fc.record({
    t: one('bt'),
    ...header,
    address: fc.stringMatching(/^(?:[0-9A-F]{2}:){5}[0-9A-F]{2}$/u),
    name: maybe(fc.string({ maxLength: 20 })),
    kind: maybe(word),
    connected: fc.boolean(),
    rssi: maybe(fc.integer({ min: -128, max: 20 })),
  }),
  fault: fc.record({
    t: one('fault'),
    ...header,
    code: word,
    msg: fc.string({ maxLength: 60 }),
    active: fc.boolean(),
  }),
  fw: fc.record({
    t: one('fw'),
    ...header,
    version: word.map((text) => text.replaceAll('_', '+')),
    received: count,
    state: one(...firmwareStates),
    err: maybe(word),
  }),
};

const id = fc.uuid();
const seconds = fc.integer({ min: 1, max: 604_800 });
const right = fc.record({ k: personKey, p: fc.nat(0xffff), m: fc.nat(10_080) });

/** One generator for each type, so that none can be forgotten. */
const commands: { readonly [T in NodeCommand['t']]: fc.Arbitrary<NodeCommand> } = {
  release: fc.record({ t: one('release'), id, port, seconds: maybe(seconds) }),
  lock: fc.record({ t: one('lock'), id, port }),
  warn: fc.record({ t: one('warn'), id, port, seconds }),
  config: fc.record({ t: one('config'), id, key: word, value: fc.string({ maxLength: 60 }) }),
  'config-apply': fc.record({ t: one('config-apply'), id, version: count }),
  'rights-begin': fc.record({
    t: one('rights-begin'),
    id,
    version: count,
    salt: fc.stringMatching(/^(?:[0-9a-f]{2}){1,32}$/u),
    count,
  }),
  'rights-add': fc.record({
    t: one('rights-add'),
    id,
    entries: fc.array(right, { maxLength: RIGHTS_AN_ORDER }),
  }),
  'rights-apply': fc.record({ t: one('rights-apply'), id, version: count }),
  'rights-drop': fc.record({ t: one('rights-drop'), id, k: personKey }),
  'entries-kept': fc.record({ t: one('entries-kept'), id, boot_of: boot, n: count }),
  'io-set': fc.record({
    t: one('io-set'),
    id,
    number: terminal,
    level: fc.boolean(),
    seconds: maybe(seconds),
  }),
  'fw-begin': fc.record({
    t: one('fw-begin'),
    id,
    version: word,
    size: count,
    sha256: fc.stringMatching(/^[0-9a-f]{64}$/u),
  }),
  'fw-data': fc.record({
    t: one('fw-data'),
    id,
    offset: count,
    data: fc
      .uint8Array({ maxLength: FIRMWARE_BYTES_AN_ORDER })
      .map((bytes) => Buffer.from(bytes).toString('base64')),
  }),
  'fw-install': fc.record({ t: one('fw-install'), id }),
  show: fc.record({
    t: one('show'),
    id,
    port,
    text: fc.string({ maxLength: 40 }),
    tone: one(...displayTones),
    seconds,
  }),
  ping: fc.record({ t: one('ping'), id }),
};

const framings: readonly NodeFraming[] = ['line', 'cobs'];
const anything = fc.oneof(...Object.values(messages), ...Object.values(commands));

const framesOf = (chunks: readonly Uint8Array[]): JsonObject[] => {
  const decoder = nodeDecoder();
  return chunks
    .flatMap((chunk) => decoder.push(chunk))
    .flatMap((event) => (event.kind === 'frame' ? [event.frame] : []));
};

describe.each(framings)('the node protocol in %s frames', (framing) => {
  const wireOf = (message: { readonly t: string }) => encodeNodeFrame(toWire(message), framing);

  it.each(Object.entries(messages))('carries every %s message unchanged', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (message) => {
        const [frame = {}] = framesOf([wireOf(message)]);
        expect(parseNodeMessage(frame)).toEqual({ ok: true, value: message });
      }),
    );
  });

  it.each(Object.entries(commands))('carries every %s order unchanged', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (command) => {
        const [frame = {}] = framesOf([wireOf(command)]);
        expect(parseNodeCommand(frame)).toEqual({ ok: true, value: command });
      }),
    );
  });

  it('finds a frame wherever it is cut in two', () => {
    fc.assert(
      fc.property(anything, (message) => {
        const wire = wireOf(message);
        for (let cut = 0; cut <= wire.length; cut += 1) {
          const found = framesOf([wire.slice(0, cut), wire.slice(cut)]);
          expect(found).toEqual([JSON.parse(JSON.stringify(toWire(message)))]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('finds the frame after one that ends anywhere, and never takes the cut one for another', () => {
    fc.assert(
      fc.property(anything, anything, fc.nat(), (broken, message, at) => {
        const whole = wireOf(broken);
        const cut = whole.slice(0, at % (whole.length - 1));
        expect(framesOf([cut, wireOf(message)])).toEqual(framesOf([wireOf(message)]));
      }),
    );
  });

  it('takes no frame with a changed byte for a message', () => {
    fc.assert(
      fc.property(anything, fc.nat(), fc.integer({ min: 1, max: 255 }), (message, at, change) => {
        const wire = wireOf(message);
        const index = at % wire.length;
        const spoilt = wire.with(index, (wire[index] ?? 0) ^ change);
        const intact = framesOf([wire])[0];
        // A delimiter may change without harm; whatever is found is what was sent.
        for (const found of framesOf([spoilt])) expect(found).toEqual(intact);
      }),
    );
  });

  it('refuses what does not fit into a frame', () => {
    const text = '가'.repeat(200);
    expect(() =>
      wireOf({ t: 'config', id: 'c1', key: 'name', value: text } as NodeCommand),
    ).toThrow(FrameTooLongError);
  });

  it('reads whatever follows noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), anything, (noise, message) => {
        const found = framesOf([noise, wireOf(message)]);
        expect(found).toContainEqual(framesOf([wireOf(message)])[0]);
      }),
    );
  });
});
