import * as fc from 'fast-check';
import { ack, badge, beat, entry, estop, hello, input } from '#test/support/node-messages.ts';
import { describe, expect, it } from 'vitest';
import type { NodeMessage } from './node-messages.ts';
import type { NodeCommand, NodeOrder } from './node-orders.ts';
import { estopStates } from './node-protocol.ts';
import {
  cableNodeRules,
  type NodeEffect,
  type NodeEvent,
  type NodeSession,
  nodeSession,
} from './node-session.ts';

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
      fc.tuple(seqs, fc.constantFrom(...estopStates)).map(([seq, state]) => estop(seq, state)),
      fc.tuple(seqs, fc.boolean()).map(([seq, level]) => input(seq, level)),
      fc.tuple(seqs, boots).map(([seq, boot]) => entry(seq, boot)),
    )
    .map((message) => ({ kind: 'message' as const, message })),
  fc
    .constantFrom<NodeOrder>(
      { t: 'release', port: 0, seconds: null },
      { t: 'lock', port: 0 },
      { t: 'io-set', number: 0, level: true, seconds: null },
      { t: 'config', key: 'name', value: 'x' },
      { t: 'ping' },
    )
    .map((order) => ({ kind: 'command' as const, command: { ...order, id: '' } })),
);

/** Follows a whole run and notes whatever must not happen. */
function watcher(session: NodeSession) {
  const violations: string[] = [];
  const endings: string[] = [];
  let lastSeq = -1;
  let linked = false;
  let presence = 'offline';
  let boot: string | null = null;

  function must(holds: boolean, what: string): void {
    if (!holds) violations.push(what);
  }

  function followMessage({ boot: sentIn, seq }: NodeMessage): void {
    must(sentIn === null || boot === null || sentIn === boot, `boot ${sentIn} during ${boot}`);
    must(seq > lastSeq, `message ${seq} told after ${lastSeq}`);
    lastSeq = seq;
  }

  function follow(event: NodeEvent): void {
    switch (event.kind) {
      case 'online':
        presence = 'online';
        ({ boot } = event.hello);
        break;
      case 'restarted':
        ({ boot } = event);
        lastSeq = -1;
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
      case 'terminals':
      case 'rights':
      case 'cfg':
      case 'buffered':
      case 'answered':
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
      { numRuns: 1000 },
    );
  });
});
