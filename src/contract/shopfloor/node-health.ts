import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp } from '../procedure.ts';

/** What happened to a node itself. */
export const nodeReportKinds = [
  'restarted',
  'trouble',
  'trouble-over',
  'wrong-type',
  'config-applied',
  'config-failed',
  'firmware-started',
  'firmware-done',
  'firmware-failed',
  'firmware-cancelled',
] as const;

/** A line of a node's history. */
export const nodeReport = z.object({
  id: z.int(),
  kind: z.enum(nodeReportKinds),
  /** For `restarted` the reason, for troubles their kind or the node's word. */
  code: z.string().nullable(),
  message: z.string().nullable(),
  bootId: z.string().nullable(),
  firmwareVersion: z.string().nullable(),
  at: timestamp,
});

const count = z.int().nonnegative();

/** What a line did within one minute; minutes without link are left out. */
export const lineMinute = z.object({
  /** Beginning of the minute. */
  at: timestamp,
  goodFrames: count,
  /** Frames whose check sum or form was wrong. */
  badFrames: count,
  /** Times the beginning of a frame had to be found anew in noise. */
  resyncs: count,
  /** Sequence numbers that never arrived. */
  lostFrames: count,
  duplicates: count,
  reconnects: count,
  /** Mean time from a command to its answer. Milliseconds; null when nothing was measured. */
  roundTripMs: z.number().nullable(),
  roundTripMostMs: z.number().nullable(),
  uptimeSeconds: z.number().nullable(),
});

/** How good the line to a node is. */
export const nodeLine = z.object({
  minutes: z.array(lineMinute),
  /** Restarts within the same time, most often first. */
  restarts: z.array(z.object({ reason: z.string(), count: z.int() })),
});

/** A Bluetooth device that a node sees (source 004, `bluetooth_devices`). */
export const bluetoothDevice = z.object({
  id: entityId,
  name: z.string().nullable(),
  address: z.string(),
  kind: z.string().nullable(),
  isConnected: z.boolean(),
  lastSeen: timestamp.nullable(),
  /** dBm. */
  signalStrength: z.int().nullable(),
});

/** One thing that went over the link of a node. Badge numbers are masked. */
export const nodeTraceEntry = z.object({
  number: z.int(),
  at: timestamp,
  kind: z.enum(['frame', 'garbage', 'sent', 'state']),
  /** Bytes as text, or hexadecimal where they are none; empty for a change of state. */
  raw: z.string(),
  /** What the bytes mean, why they mean nothing, or the new state. */
  decoded: z.string(),
});

const ofNode = z.strictObject({ id: entityId });

/** What is known of one node's health. */
export const nodeHealth = {
  /** One page of what happened to the node itself, newest first. */
  reports: procedure('node:read')
    .input(pageInput.extend({ id: entityId }))
    .output(pageOf(nodeReport)),
  /** The line, minute by minute, oldest first. */
  line: procedure('node:read')
    .input(ofNode.extend({ hours: z.int().min(1).max(168) }))
    .output(nodeLine),
  bluetooth: procedure('node:read').input(ofNode).output(z.array(bluetoothDevice)),
  /**
   * What goes over the link, live, beginning with the last entries. `LINK_ELSEWHERE` unless the
   * process that answers drives the link itself.
   */
  trace: procedure('node:manage')
    .input(ofNode)
    .errors({
      /** Another process drives the link, or none does. */
      LINK_ELSEWHERE: {
        status: 409,
        message: 'This process does not drive the link of the node.',
        data: z.object({ reason: z.enum(['other-process', 'network', 'not-driven']) }),
      },
    })
    .output(eventIterator(nodeTraceEntry)),
};

/** See {@link nodeReport}. */
export type NodeReportRow = z.infer<typeof nodeReport>;
/** See {@link lineMinute}. */
export type LineMinute = z.infer<typeof lineMinute>;
/** See {@link bluetoothDevice}. */
export type BluetoothDevice = z.infer<typeof bluetoothDevice>;
/** See {@link nodeTraceEntry}. */
export type NodeTraceEntry = z.infer<typeof nodeTraceEntry>;
