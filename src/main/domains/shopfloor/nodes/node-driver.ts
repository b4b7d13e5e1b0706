import type { BadgeService } from '#domains/identity/badges/badge.service.ts';
import type { Clock } from '#platform/clock/clock.ts';
import type { Log } from '#platform/log/log.ts';
import { parseEndpoint } from '#platform/serial/endpoint.ts';
import { type NodeLink, startNodeLink } from '#platform/serial/node-link.ts';
import type { NodeReportMessage } from '#platform/serial/node-messages.ts';
import type { NodeOrder } from '#platform/serial/node-orders.ts';
import type { EstopState } from '#platform/serial/node-protocol.ts';
import type { NodeEvent } from '#platform/serial/node-session.ts';
import { transportFor } from '#platform/serial/open-transport.ts';
import type { Trace } from '#platform/serial/trace.ts';
import type { AccessoryRecords } from '../accessories/accessory-records.ts';
import { terminalKeeper } from '../accessories/terminal-keeper.ts';
import { type DeferredRecords, isAway } from '../deferred/deferred.service.ts';
import type { WaitingRecord } from '../deferred/waiting-record.ts';
import { entryIntake } from './entry-intake.ts';
import type { NodeEntries } from './node-entries.service.ts';
import type { NodeRecords } from './node-records.ts';
import type { NodeRights } from './node-rights.service.ts';
import type { NodeBadges } from './office-readers.ts';
import type { DrivenNode, LineReport } from './node-state.queries.ts';
import { nodeUpkeep } from './node-upkeep.ts';
import { portKeeper } from './port-keeper.ts';
import { rightsPusher } from './rights-pusher.ts';
import type { UpkeepRecords } from './upkeep-records.ts';

/** What drivers share. */
export interface DriverServices {
  readonly clock: Clock;
  readonly log: Log;
  /** Takes badges at the nodes' own readers. */
  readonly present: NodeBadges;
  readonly records: NodeRecords;
  readonly accessories: AccessoryRecords;
  readonly upkeep: UpkeepRecords;
  /** What nodes did alone. */
  readonly entries: NodeEntries;
  /** Whom nodes may let at their machines alone. */
  readonly rights: NodeRights;
  /** Keeps what cannot be written while the database is away. */
  readonly deferred: Pick<DeferredRecords, 'keep'>;
  readonly badges: Pick<BadgeService, 'reference'>;
}

/** A node that this process drives. Disposing closes its link. */
export interface NodeDriver extends AsyncDisposable {
  readonly node: DrivenNode;
  /** What goes over its link. */
  readonly trace: Trace;
  /** A session, machine or stop of the node may have changed. */
  look(): void;
  /** An accessory of the node was set up or changed, or a machine that switches one. */
  recall(): void;
  /** Settings or firmware of the node may have changed. */
  lookAtUpkeep(): void;
  /** People, badges, rights or machines may have changed. */
  lookAtRights(): void;
}

/** Speed of a node on a cable whose endpoint names none. Bits a second. */
const NODE_BAUD = 115_200;
/** A node that is there is written down this often. Well below the shortest offline limit. Milliseconds. */
const HEARD_EVERY_MS = 10_000;
/** A node that hears nothing from its host for ten seconds decides alone. Milliseconds. */
const SPEAK_EVERY_MS = 3000;

function lineReport({ link, session }: NodeLink): LineReport {
  const { goodFrames, badFrames } = link.status().counters;
  const bad = Object.values(badFrames).reduce((sum, count) => sum + count, 0);
  return { goodFrames, badFrames: bad, lostFrames: Math.max(0, session.quality.missed) };
}

/** What the display says where nothing can be decided. */
const UNDECIDED = { text: 'No database: not decided', tone: 'error', seconds: 5 } as const;
/** What the display of an office reader says: it has no machine by which anybody could tell. */
const AT_A_DESK = {
  read: { text: 'Badge read', tone: 'ok', seconds: 3 },
  'no-console': { text: 'No console assigned', tone: 'warn', seconds: 5 },
} as const;

/** Opens the link to a node and does what it and the database ask, while `mayDrive` holds. */
export function driveNode(
  node: DrivenNode,
  services: DriverServices,
  mayDrive: () => boolean,
): NodeDriver {
  const { clock, present, records, accessories, entries, rights } = services;
  const log = services.log.child({ node: node.node_id });
  const transport = transportFor(parseEndpoint(node.endpoint), { defaultBaud: NODE_BAUD });
  const nodeLink = startNodeLink({ transport, clock, nodeId: node.node_id });
  let queue: Promise<void> = Promise.resolve();
  let boot: string | null = null;
  let estop: EstopState = 'normal';
  let estopSince = clock.now().toISOString();
  /** A stop was seen whose end of sessions is not on record yet: nothing is released meanwhile. */
  let halted = false;
  /** How often the circuit has tripped, and how many of these are on record. */
  let trips = 0;
  let kept = 0;

  const keeper = portKeeper({
    log,
    demands: () => records.demands(node),
    command: (order) => nodeLink.command(order),
    confirmed: (demand) => records.confirmed(demand),
    failed: (demand, error) => records.failed(node, demand, error),
    mayCommand: () => mayCommand() && !intake.settling,
    mayRelease: () => !halted,
  });
  const mayCommand = (): boolean => mayDrive() && nodeLink.session.presence !== 'offline';
  const command = (order: NodeOrder) => nodeLink.command(order);
  const pusher = rightsPusher({ nodeKey: node.id, log, rights, command, mayCommand });
  const intake = entryIntake({
    node,
    clock,
    log,
    entries,
    enqueue,
    tell: (order) => void command(order),
    // The node let people at machines by times of its own; from now on the host's count.
    settled: () => keeper.reported(null),
  });

  const terminals = terminalKeeper({
    log,
    clock,
    demands: () => accessories.demands(node.id),
    command: (order) => nodeLink.command(order),
    keep: (levels) => enqueue('terminals', () => accessories.reported(node.id, levels)),
    mayCommand,
  });

  /**
   * Keeps what the node says in the order in which it said it. What the database cannot take now is
   * kept as `later` on this console's disk.
   */
  function enqueue(
    what: string,
    job: () => Promise<unknown>,
    later?: { readonly record: WaitingRecord; readonly key: string },
  ): void {
    const before = queue;
    queue = (async () => {
      await before;
      try {
        if (mayDrive()) await job();
        else if (later) services.deferred.keep(later.record, later.key);
        else log.warn('What a node said was left out: this process may not drive it now', { what });
      } catch (error) {
        if (later && isAway(error)) services.deferred.keep(later.record, later.key);
        log.error(`A node's ${what} was not written`, error);
      }
    })();
  }

  const upkeep = nodeUpkeep({
    node,
    nodeLink,
    clock,
    log,
    records: services.upkeep,
    enqueue,
    mayDrive,
  });

  function presentBadge(message: Extract<NodeReportMessage, { t: 'badge' }>): void {
    const event = { nodeKey: node.id, boot: message.boot ?? boot ?? '', seq: message.seq };
    const { port, uid: hex, tech: technology } = message;
    const at = clock.now().toISOString();
    const badge = services.badges.reference({ hex, technology });
    const record = { kind: 'refused-badge', place: { nodeKey: node.id, port }, badge } as const;
    async function decide(): Promise<void> {
      const place = node.name;
      try {
        const { kind } = await present({ event, port, hex, technology, place });
        if (kind === 'read' || kind === 'no-console') {
          void command({ t: 'show', port, ...AT_A_DESK[kind] });
        } else if (kind === 'no-machine') {
          log.warn('A badge was shown at a port without machine', { port });
        } else if (kind === 'started' || kind === 'ended') {
          // The person stands there: the notice of the change would come a little later.
          keeper.look();
        }
      } catch (error) {
        if (isAway(error)) void command({ t: 'show', port, ...UNDECIDED });
        throw error;
      }
    }
    const key = `badge:${node.id}:${event.boot}:${event.seq}`;
    enqueue('badge', decide, { key, record: { ...record, via: 'node', at } });
  }

  /** What becomes of the present state of the emergency stop where it cannot be written now. */
  function stopForLater() {
    const state = estop === 'normal' ? 'reset' : estop === 'test' ? 'test' : 'stopped';
    const record = { kind: 'estop', nodeKey: node.id, state, at: estopSince } as const;
    return { record, key: `estop:${node.id}:${state}:${estopSince}` };
  }

  /**
   * Sessions end before the hardware's reset counts, so that no reset ever starts a machine. A trip
   * that was over before it was on record is recorded all the same, and once.
   */
  function keepStop(): void {
    if (estop === 'normal' && !halted) return;
    const keep = async (): Promise<void> => {
      const seen = trips;
      if (kept < seen || estop !== 'normal') {
        await records.stopped(node, estop === 'normal' ? 'tripped' : estop);
        kept = seen;
      }
      if (estop !== 'normal' || !halted) return;
      await records.reset(node);
      halted = estop !== 'normal' || kept < trips;
      keeper.look();
    };
    enqueue('emergency stop', keep, stopForLater());
  }

  function onEstop(state: EstopState): void {
    log.info('A node tells the state of its emergency stop', { state });
    if (estop === 'normal' && state !== 'normal') trips += 1;
    estop = state;
    estopSince = clock.now().toISOString();
    if (state === 'normal' && !halted) {
      // The reset may have happened while nobody listened.
      enqueue('reset', () => records.reset(node));
      return;
    }
    halted = true;
    keepStop();
  }

  function onMessage(message: NodeReportMessage): void {
    if (message.t === 'badge') presentBadge(message);
    else if (message.t === 'entry') intake.entry(message);
    else if (message.t === 'activity') {
      const at = clock.now().toISOString();
      const { port, seq } = message;
      const record = { kind: 'activity', nodeKey: node.id, port, at } as const;
      const report = { nodeKey: node.id, boot: message.boot ?? boot ?? '', seq };
      const key = `activity:${node.id}:${report.boot}:${seq}`;
      enqueue('activity', () => records.activity(node, port, report), { record, key });
    } else if (message.t === 'io') {
      terminals.changed(message.dir, message.number, message.level);
    } else if (message.t === 'log') {
      log.debug('A node says', { level: message.level, said: message.msg });
    }
  }

  function onEvent(event: NodeEvent): void {
    act(event);
    upkeep.onEvent(event);
  }

  function act(event: NodeEvent): void {
    switch (event.kind) {
      case 'online': {
        const { boot: bootId, fw: firmwareVersion, reset: resetReason, ports } = event.hello;
        const { inputs, outputs, rights: holds, buffered, uptime } = event.hello;
        const { type: reportedType, cfg: configVersion } = event.hello;
        boot = bootId;
        enqueue('greeting', async () => {
          await records.online(node, {
            bootId,
            firmwareVersion,
            resetReason,
            reportedType,
            configVersion,
          });
          pusher.greeted(holds);
          await pusher.revoked();
          keeper.reported(ports);
        });
        intake.greeted(buffered ?? 0, { reset: resetReason, uptime });
        // At once: what a terminal does after the greeting must not be overtaken by it.
        if (inputs) terminals.reported('input', inputs);
        terminals.reported('output', outputs);
        return;
      }
      case 'offline':
        log.warn('A node is lost', { reason: event.reason });
        intake.lost();
        enqueue('loss', () => records.offline(node));
        return;
      case 'estop':
        onEstop(event.state);
        return;
      case 'ports':
        keeper.reported(event.ports);
        return;
      case 'terminals':
        terminals.reported(event.dir, event.levels);
        return;
      case 'message':
        onMessage(event.message);
        return;
      case 'wrong-node':
        log.warn('Another node answers at this endpoint', { found: event.id });
        return;
      case 'recovered':
      case 'stale':
      case 'restarted':
      case 'gap':
        log.info('A node changed', { event: event.kind });
        return;
      case 'buffered':
        intake.buffered(event.count);
        return;
      case 'rights':
      case 'cfg':
      case 'answered':
    }
  }

  const listening = nodeLink.onEvent(onEvent);
  const heard = clock.every(HEARD_EVERY_MS, () => {
    if (nodeLink.session.presence === 'offline') return;
    enqueue('beats', () => records.heard(node, lineReport(nodeLink), upkeep.sampler.take()));
    enqueue('activity', () => accessories.activity(node.id));
    upkeep.look();
    keepStop();
    keeper.look();
    terminals.look();
  });

  const speaking = clock.every(SPEAK_EVERY_MS, () => {
    if (mayCommand()) void command({ t: 'ping' });
  });

  return {
    node,
    trace: nodeLink.link.trace,
    look: () => keeper.look(),
    recall: () => terminals.recall(),
    lookAtUpkeep: () => upkeep.look(),
    lookAtRights: () => pusher.look(),
    async [Symbol.asyncDispose]() {
      heard[Symbol.dispose]();
      speaking[Symbol.dispose]();
      intake.lost();
      listening[Symbol.dispose]();
      await nodeLink[Symbol.asyncDispose]();
      await keeper.settled();
      terminals[Symbol.dispose]();
      await terminals.settled();
      await upkeep.settled();
      await pusher.settled();
      await queue;
    },
  };
}
