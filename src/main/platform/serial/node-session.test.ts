import {
  ack,
  badge,
  beat,
  estop,
  hello,
  input,
  lock,
  release,
} from '#test/support/node-messages.ts';
import { describe, expect, it } from 'vitest';
import {
  cableNodeRules,
  type NodeEffect,
  type NodeEvent,
  type NodeSession,
  nodeSession,
} from './node-session.ts';

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
    expect(eventsOf(session.elapse(3000))).toEqual([]);
    expect(kindsOf(session.elapse(3500))).toEqual(['stale']);
    expect(kindsOf(session.received(beat(1), 4000))).toEqual(['recovered']);
    expect(kindsOf(session.elapse(7500))).toEqual(['stale']);
    expect(eventsOf(session.elapse(14_000))).toEqual([{ kind: 'offline', reason: 'silent' }]);
  });

  it('drops repeated messages and tells swapped ones in the order of their numbers', () => {
    const session = onlineSession();
    expect(kindsOf(session.received(badge(1), 10))).toEqual(['message']);
    expect(session.received(badge(1), 20)).toEqual([]);
    expect(session.received(badge(3), 30)).toEqual([]);
    const told = eventsOf(session.received(badge(2), 40));
    expect(told).toMatchObject([{ message: { seq: 2 } }, { message: { seq: 3 } }]);
    expect(session.received(badge(3), 50)).toEqual([]);
    expect(session.quality).toMatchObject({ accepted: 4, duplicates: 2, missed: 0, late: 0 });
  });

  it('tells of a gap when what is missing does not come, and leaves it out when it does', () => {
    const session = onlineSession();
    session.received(badge(3), 10);
    expect(session.deadline).toBe(260);
    expect(eventsOf(session.elapse(260))).toMatchObject([
      { kind: 'gap', missed: 2 },
      { kind: 'message', message: { seq: 3 } },
    ]);
    expect(session.received(badge(2), 300)).toEqual([]);
    expect(session.quality).toMatchObject({ missed: 1, late: 1 });
  });

  it('tells the emergency stop at once, and nothing older than it', () => {
    const session = onlineSession();
    expect(eventsOf(session.received(estop(5, 'tripped'), 10))).toEqual([
      { kind: 'estop', state: 'tripped' },
    ]);
    expect(kindsOf(session.received(estop(4, 'normal'), 20))).not.toContain('estop');
    expect(kindsOf(session.received(beat(3, null, { estop: 'normal' }), 30))).not.toContain(
      'estop',
    );
  });

  it('tells levels, versions and buffered entries when they change, and nothing told by io', () => {
    const session = onlineSession();
    const health = { inputs: [false, false], rights: 4, cfg: 2, buffered: 7 };
    expect(eventsOf(session.received(beat(1, null, health), 10))).toEqual([
      { kind: 'terminals', dir: 'input', levels: [false, false] },
      { kind: 'rights', version: 4 },
      { kind: 'cfg', version: 2 },
      { kind: 'buffered', count: 7 },
    ]);
    expect(session.received(beat(2, null, health), 20)).toEqual([]);
    expect(kindsOf(session.received(input(3, true), 30))).toEqual(['message']);
    const after = { ...health, inputs: [true, false], buffered: 0 };
    expect(eventsOf(session.received(beat(4, null, after), 40))).toEqual([
      { kind: 'buffered', count: 0 },
    ]);
  });

  it('asks a node that was sent nothing for three seconds, and measures its answer', () => {
    const session = onlineSession();
    expect(sentIds(session.elapse(2999))).toEqual([]);
    expect(sentIds(session.elapse(3000))).toEqual(['alive-1']);
    expect(eventsOf(session.received(ack(1, 'alive-1'), 3040))).toEqual([
      { kind: 'answered', order: 'ping', ms: 40 },
    ]);
    session.command(lock('c1'), 4000);
    session.received(ack(2, 'c1'), 4010);
    expect(sentIds(session.elapse(6900))).toEqual([]);
    expect(sentIds(session.elapse(7000))).toEqual(['alive-2']);
  });

  it('measures how long a node takes to answer, repetitions included', () => {
    const session = onlineSession();
    session.command(release('c1'), 100);
    session.elapse(600);
    expect(eventsOf(session.received(ack(1, 'c1'), 640))).toEqual([
      { kind: 'answered', order: 'release', ms: 540 },
    ]);
    expect(session.quality.lastRoundTripMs).toBe(540);
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
