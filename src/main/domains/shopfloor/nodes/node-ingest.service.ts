import { isIP } from 'node:net';
import type { NodeReport } from '#contract/shopfloor/ingest-reports.ts';
import type {
  FirmwarePiece,
  PortOrder,
  ReportAnswer,
  ReportOutcome,
  RightsAnswer,
} from '#contract/shopfloor/ingest.ts';
import type { SecurityService } from '#domains/identity/security/security.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { TokenHolder } from '#platform/rpc/context.ts';
import type { EstopState } from '#platform/serial/node-protocol.ts';
import type { PresentationOutcome } from '../sessions/present-badge.service.ts';
import { recordActivity } from '../sessions/sessions.queries.ts';
import {
  claimNodeEvent,
  type NodeEventKey,
  readNodeOutcome,
  writeNodeOutcome,
} from './node-events.queries.ts';
import type { NetworkFirmware } from '../firmware/network-firmware.ts';
import type { NetworkUpkeep } from './network-upkeep.ts';
import type { NodeEntries } from './node-entries.service.ts';
import type { NodeRecords } from './node-records.ts';
import {
  lockReportingNode,
  readGreeted,
  recordContact,
  type ReportingNode,
} from './node-reports.queries.ts';
import type { NodeRights } from './node-rights.service.ts';
import type { NodeSteps } from './node-steps.ts';
import type { DeskOutcome, NodeBadges } from './office-readers.ts';
import { readPortDemands } from './port-commands.queries.ts';

/** Why nothing of a node is taken. */
export type NotTaken =
  /** The token was made for another node, or for none. */
  | { readonly kind: 'wrong-token' }
  | { readonly kind: 'not-expected'; readonly reason: 'inactive' | 'has-link' };

/** What became of what a node submitted or asked. */
export type IngestResult<Answer> = { readonly kind: 'taken'; readonly answer: Answer } | NotTaken;

/** A batch of reports as it arrived. */
export interface Submission {
  /** Business code of the node that says it reports. */
  readonly nodeId: string;
  /** In the order in which they happened. */
  readonly events: readonly NodeReport[];
  /** Where it came from. */
  readonly address: string | null;
}

/**
 * Takes what networked nodes report. Each report is acted upon in one transaction of its own, once,
 * so a batch that was cut off can be sent again.
 */
export interface NodeIngest {
  take(holder: TokenHolder, submission: Submission): Promise<IngestResult<ReportAnswer>>;
  /** Whom the node may let at its machines alone. */
  rights(
    holder: TokenHolder,
    nodeId: string,
    address: string | null,
  ): Promise<IngestResult<RightsAnswer>>;
  /** The firmware that the node is to fetch, from `offset` on; null where it is to fetch none. */
  firmware(
    holder: TokenHolder,
    place: { readonly nodeId: string; readonly address: string | null; readonly offset: number },
  ): Promise<IngestResult<FirmwarePiece | null>>;
}

/** What it is built from. */
export interface IngestServices {
  readonly database: Database;
  readonly present: NodeBadges;
  readonly steps: NodeSteps;
  readonly records: Pick<NodeRecords, 'confirmed'>;
  readonly upkeep: NetworkUpkeep;
  readonly firmware: Pick<NetworkFirmware, 'piece'>;
  readonly security: SecurityService;
  readonly entries: NodeEntries;
  readonly rights: Pick<NodeRights, 'current'>;
}

/** A badge or movement that is older than this says nothing about who stands there now. Milliseconds. */
const ACT_WITHIN_MS = 10_000;

/** What is kept of a report beside what {@link NodeBadges} keep. */
type Kept = PresentationOutcome | DeskOutcome | { readonly kind: 'kept' | 'too-late' | 'gap' };

function resultOf(kept: Kept): Pick<ReportOutcome, 'result' | 'reason'> {
  switch (kept.kind) {
    case 'repeated':
      return { result: kept.of, reason: null };
    case 'refused':
      return { result: 'refused', reason: kept.refusal.reason };
    case 'started':
    case 'ended':
    case 'extended':
    case 'no-machine':
    case 'read':
    case 'no-console':
    case 'kept':
    case 'too-late':
    case 'gap':
      return { result: kept.kind, reason: null };
  }
}

type NodeLine = Extract<NodeReport, { t: 'entry' }>;

/** How many lines of its own log the node has not sent yet, as far as it says. */
function stillToCome(events: readonly NodeReport[]): number {
  const lines = events.filter((report) => report.t === 'entry').length;
  const buffered = events.map((report) => ('buffered' in report ? report.buffered : undefined));
  return (buffered.findLast((count) => count !== undefined) ?? 0) - lines;
}

/** Makes the service. */
export function nodeIngest(services: IngestServices): NodeIngest {
  const { database, present, steps, records, upkeep, security, entries, rights } = services;
  const write = <T>(work: (tx: Tx) => Promise<T>) =>
    database.asSystem('shopfloor.ingest', work, { keepPlans: true });

  /** Acts upon a report unless that was done before; answers what is on record of it. */
  const once = (event: NodeEventKey, kind: 'kept' | 'too-late', work: (tx: Tx) => Promise<void>) =>
    write(async (tx): Promise<Kept> => {
      if (!(await claimNodeEvent(tx, event))) return readNodeOutcome<Kept>(tx, event);
      await work(tx);
      await writeNodeOutcome(tx, event, { kind });
      return { kind };
    });

  async function estop(tx: Tx, node: ReportingNode, state: EstopState | undefined): Promise<void> {
    if (state === 'normal') await steps.reset(tx, node);
    else if (state) await steps.stopped(tx, node, state);
  }

  async function greet(tx: Tx, node: ReportingNode, hello: Extract<NodeReport, { t: 'hello' }>) {
    const { boot: bootId, fw: firmwareVersion, reset: resetReason } = hello;
    const reportedType = hello.type ?? null;
    await steps.greeted(tx, node, {
      bootId,
      firmwareVersion,
      resetReason,
      reportedType,
      configVersion: hello.cfg ?? null,
    });
    await estop(tx, node, hello.estop);
  }

  /** What a report means for the node itself, its stop and its terminals. */
  async function note(
    tx: Tx,
    node: ReportingNode,
    report: Exclude<NodeReport, NodeLine | { t: 'badge' }>,
  ): Promise<void> {
    if (report.t === 'hello') await greet(tx, node, report);
    else if (report.t === 'hb') await estop(tx, node, report.estop);
    else if (report.t === 'estop') await estop(tx, node, report.state);
    else if (report.t === 'activity') await recordActivity(tx, node.id, report.port, 1);
    await upkeep.take(tx, node, report);
  }

  function act(node: ReportingNode, report: Exclude<NodeReport, NodeLine>): Promise<Kept> {
    const event = { nodeKey: node.id, boot: report.boot, seq: report.seq };
    if ('ageMs' in report && report.ageMs > ACT_WITHIN_MS) {
      return once(event, 'too-late', async () => undefined);
    }
    if (report.t !== 'badge') return once(event, 'kept', (tx) => note(tx, node, report));
    const badge = { hex: report.uid.toUpperCase(), technology: report.tech };
    return present({ event, port: report.port, ...badge, place: node.name });
  }

  /** Takes a line of the node's own log; `isOldest` where it sent nothing older. */
  async function takeLine(node: ReportingNode, line: NodeLine, isOldest: boolean) {
    const { boot_of: boot, n, ageMs, what } = line;
    const { port = null, uid, tech = null, reason = null } = line;
    const entry = { boot, n, ageMs, what, port, uid: uid?.toUpperCase() ?? null, tech, reason };
    return entries.take(node, entry, isOldest);
  }

  /** Acts upon all reports in their order. */
  async function actOnAll(node: ReportingNode, events: readonly NodeReport[]) {
    const outcomes: ReportOutcome[] = [];
    const kept = new Map<string, number>();
    const oldest = events.find((report) => report.t === 'entry');
    for (const report of events) {
      const { boot, seq } = report;
      if (report.t !== 'entry') {
        outcomes.push({ boot, seq, ...resultOf(await act(node, report)) });
        continue;
      }
      const taken = await takeLine(node, report, report === oldest);
      if (taken.kind === 'kept') kept.set(report.boot_of, taken.upTo);
      outcomes.push({ boot, seq, ...resultOf(taken.kind === 'kept' ? { kind: 'kept' } : taken) });
    }
    return { outcomes, kept: [...kept].map(([boot_of, n]) => ({ boot_of, n })) };
  }

  /** The log of a node that was alone is in: decides which of its sessions stay. */
  async function settle(node: ReportingNode, events: readonly NodeReport[]): Promise<void> {
    const hello = events.findLast((report) => report.t === 'hello');
    if (!hello && !events.some((report) => report.t === 'entry')) return;
    await entries.settle(node, { reset: hello?.reset ?? 'unknown', uptime: hello?.uptime ?? null });
  }

  /** Judges the token, and keeps that the node is there before anything it says is decided upon. */
  const admit = (holder: TokenHolder, { nodeId, address }: Omit<Submission, 'events'>) =>
    write(async (tx): Promise<ReportingNode | NotTaken> => {
      const node = holder.nodeId === null ? null : await lockReportingNode(tx, holder.nodeId);
      if (node?.node_id !== nodeId) {
        await recordMisuse(tx, holder, nodeId, address);
        return { kind: 'wrong-token' };
      }
      if (!node.active) return { kind: 'not-expected', reason: 'inactive' };
      if (node.endpoint !== null) return { kind: 'not-expected', reason: 'has-link' };
      await recordContact(tx, node.id, address !== null && isIP(address) > 0 ? address : null);
      if (node.status === 'offline') await steps.returned(tx, node, null);
      return node;
    });

  function recordMisuse(tx: Tx, holder: TokenHolder, nodeId: string, ipAddress: string | null) {
    return security.record(tx, {
      eventType: 'token-for-another-node',
      userId: null,
      success: false,
      resourceType: 'token',
      resourceId: holder.tokenId,
      appContext: 'shopfloor',
      details: { token: holder.name, nodeId },
      origin: { ipAddress, userAgent: null, workstation: holder.name },
    });
  }

  /** What the relays must be, after what the node says of them has been taken note of. */
  async function orders(node: ReportingNode, last: NodeReport | undefined): Promise<PortOrder[]> {
    const reported = last && 'ports' in last ? last.ports : undefined;
    const demands = await write((tx) => readPortDemands(tx, node.id));
    return Promise.all(
      demands.map(async (demand): Promise<PortOrder> => {
        const { port, released, warn_seconds: warnSeconds } = demand;
        const state = released ? 'released' : 'locked';
        const waiting = demand.open || demand.unconfirmed;
        if (waiting && reported?.[port] === state) await records.confirmed(demand);
        return { port, state, warnSeconds };
      }),
    );
  }

  return {
    async take(holder, submission) {
      const node = await admit(holder, submission);
      if ('kind' in node) return node;
      const { events } = submission;
      const { outcomes, kept } = await actOnAll(node, events);
      const last = events.at(-1);
      const logFirst = stillToCome(events) > 0 || outcomes.some(({ result }) => result === 'gap');
      if (!logFirst) await settle(node, events);
      const ports = logFirst ? [] : await orders(node, last);
      const outputs = await upkeep.outputs(node);
      const settings = await upkeep.settings(node);
      const firmware = await upkeep.firmware(node);
      const { version: rightsVersion } = await rights.current(node.id);
      const { boot_id: greeted, at } = await write((tx) => readGreeted(tx, node.id));
      const sayHello = greeted !== last?.boot;
      const told = { ports, outputs, settings, firmware, sayHello, kept, logFirst, rightsVersion };
      return { kind: 'taken', answer: { outcomes, ...told, at } };
    },
    async firmware(holder, { offset, ...place }) {
      const node = await admit(holder, place);
      if ('kind' in node) return node;
      return { kind: 'taken', answer: await services.firmware.piece(node, offset) };
    },
    async rights(holder, nodeId, address) {
      const node = await admit(holder, { nodeId, address });
      if ('kind' in node) return node;
      const { version, salt, entries: people } = await rights.current(node.id);
      return { kind: 'taken', answer: { version, salt, entries: [...people] } };
    },
  };
}
