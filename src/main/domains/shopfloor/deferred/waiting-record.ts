import { z } from 'zod';
import type { NodeEventKey } from '../nodes/node-events.queries.ts';

const at = z.iso.datetime();

/** What is kept of something that could not be written. Never a badge number. */
export const waitingRecord = z.discriminatedUnion('kind', [
  /** A machine was used. */
  z.strictObject({ kind: z.literal('activity'), nodeKey: z.uuid(), port: z.int(), at }),
  /** The hardware of a node stopped, or was released and reset. */
  z.strictObject({
    kind: z.literal('estop'),
    nodeKey: z.uuid(),
    state: z.enum(['stopped', 'test', 'reset']),
    at,
  }),
  /** Somebody showed a badge, and nothing could be decided. */
  z.strictObject({
    kind: z.literal('refused-badge'),
    /** Where it was: a machine, or a relay of a node. */
    at,
    place: z.union([
      z.strictObject({ machineId: z.uuid() }),
      z.strictObject({ nodeKey: z.uuid(), port: z.int() }),
    ]),
    /** Keyed hashes by which identity knows the badge. */
    badge: z.string(),
    via: z.enum(['reader', 'node']),
    /** The answer was lost while it was decided: what was decided may be in the database. */
    unsure: z.literal(true).optional(),
  }),
]);

/** See {@link waitingRecord}. */
export type WaitingRecord = z.infer<typeof waitingRecord>;

const reportKey = /^(?:badge|activity):([0-9a-f-]{36}):(.*):(\d+)$/u;

/** The report of a node that a record is named after; null where no node reported it. */
export function reportOf(key: string): NodeEventKey | null {
  const [, nodeKey, boot, seq] = reportKey.exec(key) ?? [];
  return nodeKey === undefined || boot === undefined ? null : { nodeKey, boot, seq: Number(seq) };
}

/** What a record is about; those of one thing are written in their order. */
export function entityOf(record: WaitingRecord): string {
  if (record.kind !== 'refused-badge') return `node:${record.nodeKey}`;
  return 'machineId' in record.place
    ? `machine:${record.place.machineId}`
    : `node:${record.place.nodeKey}`;
}
