import { describe, expect, it } from 'vitest';
import type { NodeOrder } from '#platform/serial/node-orders.ts';
import { nodeMachine } from './node-machine.ts';
import type { NodeReport, ReportOf } from './node-report.ts';
import { personKey } from './node-rights.ts';

const salt = '00112233445566778899aabbccddeeff';
const anna = { uid: '04A1B2C3', tech: 'iso14443a' } as const;
const ben = { uid: '0100112233', tech: 'em4100' } as const;
const MINUTE = 60_000;

/** A node whose rights let Anna release port 0 for an hour. */
function setUp() {
  let time = 0;
  let commands = 0;
  const node = nodeMachine({ id: 'N01', portCount: 2, firmware: '1', now: () => time });
  function order(next: NodeOrder): NodeReport[] {
    commands += 1;
    return [...node.hostHeard(), ...node.obey({ ...next, id: `c${commands}` })];
  }
  order({ t: 'rights-begin', version: 7, salt, count: 1 });
  order({ t: 'rights-add', entries: [{ k: personKey(salt, anna.uid), p: 0b01, m: 60 }] });
  order({ t: 'rights-apply', version: 7 });
  return {
    node,
    order,
    wait(ms: number): NodeReport[] {
      time += ms;
      return node.tick();
    },
    /** What the node tells a host that comes back. */
    log: () =>
      [...node.hostHeard(), ...node.tick()]
        .filter((report): report is ReportOf<'entry'> => report.t === 'entry')
        .map(({ n, what, port, reason, ageMs }) => [n, what, port, reason, ageMs] as const),
  };
}

const numbers = (reports: readonly NodeReport[]): number[] =>
  reports.flatMap((report) => (report.t === 'entry' ? [report.n] : []));

const acks = (reports: readonly NodeReport[]) =>
  reports.map((report) => 'err' in report && report.err);

describe('a node without a host', () => {
  it('reports badges while the host speaks, and decides when it was silent for ten seconds', () => {
    const { node, wait } = setUp();
    wait(10_000);
    expect(node.badge(0, anna)).toEqual([{ t: 'badge', port: 0, ...anna }]);
    wait(1);
    expect(node.badge(0, anna)).toEqual([]);
    expect(node.ports).toEqual(['released', 'locked']);
  });

  it('lets in whom it knows, lets out with the same badge, and refuses everybody else', () => {
    const { node, wait, log } = setUp();
    wait(20_000);
    node.badge(0, anna);
    node.badge(0, ben);
    node.badge(1, anna);
    wait(5000);
    node.badge(0, anna);
    expect(node.ports).toEqual(['locked', 'locked']);
    expect(log().slice(0, 4)).toEqual([
      [1, 'started', 0, null, 5000],
      [2, 'refused', 0, 'unknown-badge', 5000],
      [3, 'refused', 1, 'no-right', 5000],
      [4, 'ended', 0, null, 0],
    ]);
  });

  it('counts the time-out itself, and locks everything at an emergency stop', () => {
    const { node, wait, log } = setUp();
    wait(20_000);
    node.badge(0, anna);
    wait(60 * MINUTE);
    expect(node.ports[0]).toBe('locked');
    node.badge(0, anna);
    node.setEstop('tripped');
    node.badge(0, anna);
    node.setEstop('released');
    node.setEstop('normal');
    expect(node.ports[0]).toBe('locked');
    expect(
      log()
        .slice(0, 7)
        .map(([, what, , reason]) => `${what} ${reason}`),
    ).toEqual([
      'started null',
      'ended timeout',
      'started null',
      'ended estop',
      'estop null',
      'refused estop',
      'estop-reset null',
    ]);
  });

  it('lets out who came in while the host was there', () => {
    const { node, order, wait, log } = setUp();
    node.badge(1, ben);
    order({ t: 'release', port: 1, seconds: null });
    wait(20_000);
    node.badge(1, ben);
    expect(node.ports[1]).toBe('locked');
    expect(log()[0]).toEqual([1, 'ended', 1, null, 0]);
  });

  it('tells its log again and again, the oldest first, until the host has it', () => {
    const { node, order, wait } = setUp();
    wait(20_000);
    for (let times = 0; times < 12; times += 1) node.badge(0, ben);
    const [greeting] = node.hostHeard();
    expect(greeting).toMatchObject({ t: 'hello', buffered: 12 });
    expect(numbers(wait(0))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(numbers(wait(0))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const [entry] = node.tick();
    const boot = entry?.t === 'entry' ? entry.boot_of : '';
    expect(numbers(order({ t: 'entries-kept', boot_of: boot, n: 7 }))).toEqual([8, 9, 10, 11, 12]);
    expect(order({ t: 'entries-kept', boot_of: boot, n: 12 })).toMatchObject([{ t: 'ack' }]);
    expect(node.health().buffered).toBe(0);
  });

  it('keeps its log and its rights over a restart, and knows no age after the time was lost', () => {
    const { node, wait, log } = setUp();
    wait(20_000);
    node.badge(0, anna);
    node.loseTime();
    node.restart('power-on');
    expect(node.ports[0]).toBe('locked');
    node.badge(0, anna);
    expect(node.rightsVersion).toBe(7);
    expect(log().slice(0, 3)).toEqual([
      [1, 'started', 0, null, null],
      [1, 'ended', 0, 'restart', 0],
      [2, 'started', 0, null, 0],
    ]);
  });
});

describe('the cache of rights', () => {
  it('is replaced as a whole and only when all of it arrived', () => {
    const { node, order, wait } = setUp();
    order({ t: 'rights-begin', version: 8, salt, count: 2 });
    order({ t: 'rights-add', entries: [{ k: personKey(salt, ben.uid), p: 3, m: 0 }] });
    expect(acks(order({ t: 'rights-apply', version: 8 }))).toEqual(['incomplete']);
    expect(acks(order({ t: 'rights-apply', version: 9 }))).toEqual(['wrong-version']);
    expect(node.rightsVersion).toBe(7);
    order({ t: 'rights-add', entries: [{ k: '0123456789abcdef', p: 3, m: 0 }] });
    expect(acks(order({ t: 'rights-apply', version: 8 }))).toEqual([null]);
    wait(20_000);
    node.badge(0, anna);
    expect(node.ports[0]).toBe('locked');
    node.badge(0, ben);
    expect(node.ports[0]).toBe('released');
  });

  it('loses one person at once', () => {
    const { node, order, wait } = setUp();
    order({ t: 'rights-drop', k: personKey(salt, anna.uid) });
    wait(20_000);
    node.badge(0, anna);
    expect(node.ports[0]).toBe('locked');
  });
});
