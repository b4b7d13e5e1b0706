import { createHash } from 'node:crypto';
import type { NodeOrder } from '#platform/serial/node-orders.ts';
import type { FirmwareState } from '#platform/serial/node-protocol.ts';
import type { ReportOf } from './node-report.ts';

type FirmwareOrder = Extract<NodeOrder, { t: 'fw-begin' | 'fw-data' | 'fw-install' }>;

/** How an order went: why not, or `null`, and what the node tells of it. */
interface Followed {
  readonly err: string | null;
  readonly reports: readonly ReportOf<'fw'>[];
}

/** The program of a node, and the one that is being sent to it. Kept over restarts. */
export interface NodeFirmware {
  /** Version that runs. */
  readonly version: string;
  /** What has arrived of another one; `null` when none was begun. */
  readonly transfer: {
    readonly version: string;
    readonly size: number;
    readonly received: number;
  } | null;
  /** Another one was verified and runs after the next start. */
  readonly installing: boolean;
  obey(order: FirmwareOrder): Followed;
  /** The node starts anew, into the other program if it was installed. */
  restarted(): void;
}

/** Parts of a transfer after each of which the node tells how far it is. */
const PARTS = 10;
/** Largest program that fits beside the running one. Bytes. */
const ROOM = 16 * 1024 * 1024;

interface Transfer {
  readonly version: string;
  readonly size: number;
  readonly sha256: string;
  readonly bytes: Buffer;
  received: number;
}

const refused = (err: string): Followed => ({ err, reports: [] });
const done = (...reports: ReportOf<'fw'>[]): Followed => ({ err: null, reports });

/** A node that runs `running`. */
export function nodeFirmware(running: string): NodeFirmware {
  let version = running;
  let transfer: Transfer | null = null;
  let installing = false;

  function report(state: FirmwareState, err: string | null = null): ReportOf<'fw'> {
    const received = transfer?.received ?? 0;
    return { t: 'fw', version: transfer?.version ?? version, received, state, err };
  }

  function begin(order: Extract<FirmwareOrder, { t: 'fw-begin' }>): Followed {
    const { version: next, size, sha256 } = order;
    if (size === 0 || size > ROOM) return refused('bad-size');
    const goesOn =
      transfer?.sha256 === sha256 && transfer.size === size && transfer.version === next;
    if (!goesOn) {
      transfer = { version: next, size, sha256, bytes: Buffer.alloc(size), received: 0 };
    }
    return done(report('receiving'));
  }

  function data({ offset, data: text }: Extract<FirmwareOrder, { t: 'fw-data' }>): Followed {
    if (!transfer) return refused('no-transfer');
    if (offset > transfer.received) return { err: 'gap', reports: [report('receiving')] };
    const piece = Buffer.from(text, 'base64');
    if (offset + piece.length > transfer.size) return refused('too-long');
    piece.copy(transfer.bytes, offset);
    const before = transfer.received;
    transfer.received = Math.max(before, offset + piece.length);
    const part = transfer.size / PARTS;
    const tells = Math.floor(before / part) < Math.floor(transfer.received / part);
    return tells ? done(report('receiving')) : done();
  }

  function install(): Followed {
    if (installing) return done();
    if (!transfer) return refused('no-transfer');
    if (transfer.received < transfer.size) return refused('incomplete');
    const verifying = report('verifying');
    if (createHash('sha256').update(transfer.bytes).digest('hex') !== transfer.sha256) {
      const failed = report('failed', 'wrong-sha256');
      transfer = null;
      return { err: 'wrong-sha256', reports: [verifying, failed] };
    }
    installing = true;
    return done(verifying, report('installing'));
  }

  return {
    get version() {
      return version;
    },
    get transfer() {
      if (!transfer) return null;
      const { version: next, size, received } = transfer;
      return { version: next, size, received };
    },
    get installing() {
      return installing;
    },
    obey(order) {
      switch (order.t) {
        case 'fw-begin':
          return begin(order);
        case 'fw-data':
          return data(order);
        case 'fw-install':
          return install();
      }
    },
    restarted() {
      if (!installing || !transfer) return;
      ({ version } = transfer);
      transfer = null;
      installing = false;
    },
  };
}
