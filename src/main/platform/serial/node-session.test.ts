import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeCommand, NodeMessage, NodeOrder } from './node-protocol.ts';
import {
  cableNodeRules,
  type NodeEffect,
  type NodeEvent,
  type NodeSession,
  nodeSession,
} from './node-session.ts';

const hello = (seq: number, boot = 'b1'): NodeMessage => ({
  t: 'hello',
  id: 'N07',
  seq,
  boot,
  fw: '1.0.0',
  reset: 'power-on',
  uptime: 1,
  estop: 'normal',
  ports: ['locked'],
});
const beat = (seq: number, boot: string | null = null): NodeMessage => ({
  t: 'hb',
  id: 'N07',
  seq,
  boot,
  uptime: null,
  estop: null,
  ports: null,
});
const badge = (seq: number, boot: string | null = null): NodeMessage => ({
  t: 'badge',
  id: 'N07',
  seq,
  boot,
  port: 0,
  uid: '04A1B2C3',
  tech: 'iso14443a',
});
const ack = (seq: number, cmd: string): NodeMessage => ({
  t: 'ack',
  id: 'N07',
  seq,
  boot: null,
  cmd,
  ok: true,
  err: null,
});
const release = (id: string): NodeCommand => ({ t: 'release', id, port: 0, seconds: null });
const lock = (id: string): NodeCommand => ({ t: 'lock', id, port: 0 });

const eventsOf = (effects: NodeEffect[]): NodeEvent[] =>
  effects.flatMap((effect) => (effect.kind === 'event' ? [effect.event] : []));
const kindsOf = (effects: NodeEffect[]): string[] => eventsOf(effects).map(({ kind }) => kind);
const sentIds = (effects: NodeEffect[]): string[] =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [effect.command.id] : []));
const outcomes = (effects: NodeEffect[]): string[] =>
  effects.flatMap((effect) =>
    effect.kind === 'command-ended' ? [`${effect.id} ${effect.outcome.kind}`] : [],
  );

function onlineSession(): NodeSession {
  const session = nodeSession(cableNodeRules, 'N07');
  session.linkUp(0);
  session.received(hello(0), 0);
  return session;
}

describe('a node session', () => {
  it('asks for a greeting when the link comes up and is online with the answer', () => {
    const session = nodeSession(cableNodeRules, 'N07');
    expect(sentIds(session.linkUp(0))).toEqual(['greeting-1']);
    expect(session.presence).toBe('offline');
    expect(kindsOf(session.received(hello(0), 10))).toEqual(['online', 'ports', 'estop']);
    expect(session.presence).toBe('online');
  });

  it('asks a running node again each second until it greets', () => {
    const session = nodeSession(cableNodeRules, 'N07');
    session.linkUp(0);
    expect(sentIds(session.received(beat(8), 500))).toEqual([]);
    expect(sentIds(session.elapse(1000))).toEqual(['greeting-2']);
    expect(sentIds(session.elapse(1500))).toEqual([]);
  });

  it('is stale when three beats are missed, recovers with one, and is offline after ten seconds', () => {
    const session = onlineSession();
    expect(session.elapse(3000)).toEqual([]);
    expect(kindsOf(session.elapse(3500))).toEqual(['stale']);
    expect(kindsOf(session.received(beat(1), 4000))).toEqual(['recovered']);
    expect(kindsOf(session.elapse(7500))).toEqual(['stale']);
    expect(eventsOf(session.elapse(14_000))).toEqual([{ kind: 'offline', reason: 'silent' }]);
  });

  it('drops repeated messages, counts gaps and takes late messages once', () => {
    const session = onlineSession();
    expect(kindsOf(session.received(badge(1), 10))).toEqual(['message']);
    expect(session.received(badge(1), 20)).toEqual([]);
    expect(kindsOf(session.received(badge(4), 30))).toEqual(['gap', 'message']);
    expect(kindsOf(session.received(badge(3), 40))).toEqual(['message']);
    expect(session.received(badge(3), 50)).toEqual([]);
    expect(session.quality).toMatchObject({ accepted: 4, duplicates: 2, missed: 1 });
  });

  it('starts numbers anew with a new boot and drops late messages of the old one', () => {
    const session = onlineSession();
    session.received(badge(9, 'b1'), 10);
    const started = session.received(
      { t: 'boot', id: 'N07', seq: 0, boot: 'b2', reset: 'brown-out' },
      20,
    );
    expect(eventsOf(started)).toContainEqual({ kind: 'restarted', boot: 'b2', reset: 'brown-out' });
    expect(session.received(badge(10, 'b1'), 30)).toEqual([]);
    expect(kindsOf(session.received(badge(1, 'b2'), 40))).toContain('message');
    expect(session.quality.resets).toEqual({ 'brown-out': 1 });
  });

  it('asks for a greeting when numbers fall far back without a boot', () => {
    const session = onlineSession();
    session.received(beat(500), 10);
    expect(sentIds(session.received(beat(3), 20))).toEqual(['greeting-2']);
  });

  it('says that another node answers and drops its messages', () => {
    const session = onlineSession();
    expect(eventsOf(session.received({ ...badge(1), id: 'N99' }, 10))).toEqual([
      { kind: 'wrong-node', id: 'N99' },
    ]);
  });

  it('repeats a command until it is answered, and gives up after three times', () => {
    const session = onlineSession();
    expect(sentIds(session.command(release('c1'), 0))).toEqual(['c1']);
    expect(sentIds(session.elapse(500))).toEqual(['c1']);
    expect(outcomes(session.received(ack(1, 'c1'), 600))).toEqual(['c1 done']);
    expect(outcomes(session.received(ack(2, 'c1'), 610))).toEqual([]);
    session.command(lock('c2'), 1000);
    session.elapse(1500);
    session.elapse(2000);
    expect(outcomes(session.elapse(2500))).toEqual(['c2 no-answer']);
  });

  it('never repeats a release after a newer lock of the same port', () => {
    const session = onlineSession();
    session.command(release('c1'), 0);
    expect(outcomes(session.command(lock('c2'), 100))).toEqual(['c1 superseded']);
    expect(sentIds(session.elapse(700))).toEqual(['c2']);
  });

  it('refuses commands while the node is offline and ends those under way when the link is lost', () => {
    const session = onlineSession();
    session.command(release('c1'), 0);
    expect(outcomes(session.linkDown())).toEqual(['c1 link-lost']);
    expect(outcomes(session.command(release('c2'), 10))).toEqual(['c2 node-offline']);
    expect(session.deadline).toBeNull();
  });

  it('ends commands under way when the node starts anew', () => {
    const session = onlineSession();
    session.command(release('c1'), 0);
    expect(outcomes(session.received(hello(0, 'b2'), 10))).toEqual(['c1 node-restarted']);
  });
});

type Step =
  | { readonly kind: 'up' | 'down' | 'wait' }
  | { readonly kind: 'message'; readonly message: NodeMessage }
  | { readonly kind: 'command'; readonly command: NodeCommand };

const boots = fc.constantFrom('b1', 'b2', 'b3');
const seqs = fc.nat(100);
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>({ kind: 'up' }, { kind: 'down' }, { kind: 'wait' }),
  fc
    .oneof(
      fc.tuple(seqs, boots).map(([seq, boot]) => hello(seq, boot)),
      fc.tuple(seqs, fc.option(boots)).map(([seq, boot]) => beat(seq, boot)),
      fc.tuple(seqs, fc.option(boots)).map(([seq, boot]) => badge(seq, boot)),
      fc.tuple(seqs, fc.nat(20)).map(([seq, id]) => ack(seq, `c${id}`)),
    )
    .map((message) => ({ kind: 'message' as const, message })),
  fc
    .constantFrom<NodeOrder>(
      { t: 'release', port: 0, seconds: null },
      { t: 'lock', port: 0 },
      { t: 'ping' },
    )
    .map((order) => ({ kind: 'command' as const, command: { ...order, id: '' } })),
);

/** Follows a whole run and notes whatever must not happen. */
function watcher(session: NodeSession) {
  const violations: string[] = [];
  const endings: string[] = [];
  const delivered = new Set<string>();
  let linked = false;
  let presence = 'offline';
  let boot: string | null = null;

  function must(holds: boolean, what: string): void {
    if (!holds) violations.push(what);
  }

  function followMessage({ boot: sentIn, seq }: NodeMessage): void {
    if (sentIn === null) return;
    must(boot === null || sentIn === boot, `message of boot ${sentIn} during ${boot}`);
    must(!delivered.has(`${sentIn} ${seq}`), `message ${sentIn} ${seq} told twice`);
    delivered.add(`${sentIn} ${seq}`);
  }

  function follow(event: NodeEvent): void {
    switch (event.kind) {
      case 'online':
        presence = 'online';
        ({ boot } = event.hello);
        break;
      case 'restarted':
        ({ boot } = event);
        break;
      case 'stale':
        must(presence === 'online', `stale while ${presence}`);
        presence = 'stale';
        break;
      case 'recovered':
        must(presence === 'stale', `recovered while ${presence}`);
        presence = 'online';
        break;
      case 'offline':
        must(presence !== 'offline', 'offline twice');
        presence = 'offline';
        break;
      case 'message':
        followMessage(event.message);
        break;
      case 'estop':
      case 'ports':
      case 'gap':
      case 'wrong-node':
        break;
    }
  }

  return {
    violations,
    endings,
    effects(effects: NodeEffect[]): void {
      for (const effect of effects) {
        if (effect.kind === 'send') must(linked, 'sent while the link was down');
        if (effect.kind === 'event') follow(effect.event);
        if (effect.kind === 'command-ended') endings.push(effect.id);
      }
      must(session.presence === presence, `presence ${session.presence} told as ${presence}`);
    },
    elapsed(at: number): void {
      must((session.deadline ?? Infinity) > at, 'the deadline is over although time was told');
    },
    link(up: boolean): void {
      linked = up;
    },
  };
}

function take(
  step: Step,
  session: NodeSession,
  watch: ReturnType<typeof watcher>,
  at: number,
): NodeEffect[] {
  switch (step.kind) {
    case 'up':
      watch.link(true);
      return session.linkUp(at);
    case 'down':
      watch.link(false);
      return session.linkDown();
    case 'message':
      return session.received(step.message, at);
    case 'command':
      return session.command(step.command, at);
    case 'wait':
      return [];
  }
}

describe('a node session under any order of events', () => {
  it('ends each command once, tells each report once, sends only while linked, and never spins', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(steps, fc.nat(4000)), { maxLength: 60 }), (run) => {
        const session = nodeSession(cableNodeRules, 'N07');
        const watch = watcher(session);
        const started: string[] = [];
        let at = 0;
        for (const [step, wait] of run) {
          at += wait;
          watch.effects(session.elapse(at));
          watch.elapsed(at);
          const id = `c${started.length}`;
          if (step.kind === 'command') started.push(id);
          const numbered =
            step.kind === 'command' ? { ...step, command: { ...step.command, id } } : step;
          watch.effects(take(numbered, session, watch, at));
        }
        watch.effects(session.linkDown());
        expect(watch.violations).toEqual([]);
        expect(watch.endings.toSorted()).toEqual(started.toSorted());
      }),
      { numRuns: 500 },
    );
  });
});
