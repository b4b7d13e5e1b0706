import type { nodeStatus } from '#contract/shopfloor/nodes.ts';
import type { z } from 'zod';

/** See `nodeStatus` of the contract. */
export type NodeStatus = z.infer<typeof nodeStatus>;

/** What changes the status of a node. */
export type NodeStatusEvent =
  /** It said something. */
  | 'heard'
  /** Its beats are missed, or its link is lost. */
  | 'lost'
  /** A trouble began or ended. */
  | 'troubles'
  /** New firmware is being put on it. */
  | 'update-begun'
  /** That succeeded, failed or was cancelled. */
  | 'update-over';

/** What is known besides the status. */
export interface NodeStatusFacts {
  /** A trouble stands: a fault, a bad line, brown-outs, a failed update. */
  readonly troubled: boolean;
  /** It was heard within its limit. */
  readonly reachable: boolean;
}

/**
 * The status after an event. Silence never takes a node out of `updating`: it restarts meanwhile, and
 * a time-out of the update itself ends the wait. `error` is what a node with a standing trouble is
 * while it is heard.
 */
export function nextNodeStatus(
  status: NodeStatus,
  event: NodeStatusEvent,
  { troubled, reachable }: NodeStatusFacts,
): NodeStatus {
  const present: NodeStatus = troubled ? 'error' : 'online';
  switch (event) {
    case 'heard':
      return status === 'updating' ? status : present;
    case 'lost':
      return status === 'updating' ? status : 'offline';
    case 'troubles':
      return status === 'online' || status === 'error' ? present : status;
    case 'update-begun':
      return status === 'offline' ? status : 'updating';
    case 'update-over':
      if (status !== 'updating') return status;
      return reachable ? present : 'offline';
  }
}

/** Restarts by brown-out within an hour that count as a trouble; it ends with an hour without any. */
export const brownOutsAnHour = 3;

/** What the last minutes of a line say. */
export interface LineSums {
  readonly goodFrames: number;
  readonly badFrames: number;
}

/** Share of bad frames above which a line is bad, and below which it is good again. */
const [badShare, goodShare] = [0.05, 0.01];
/** Fewer bad frames than this within the minutes looked at are never a trouble. */
const fewBadFrames = 10;

/** Whether a line counts as bad; between the two limits it stays what it was. */
export function isLineBad({ goodFrames, badFrames }: LineSums, wasBad: boolean): boolean {
  const all = goodFrames + badFrames;
  const share = all === 0 ? 0 : badFrames / all;
  if (wasBad) return share >= goodShare;
  return badFrames >= fewBadFrames && share >= badShare;
}
