import type { Tx } from '#platform/database/database.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { oldRows, retention } from '#platform/monitors/retention.ts';
import { addLogLine } from './logs/logs.queries.ts';
import { forgetDevices } from './nodes/bluetooth.queries.ts';
import type { NodeAlarms } from './nodes/node-alarms.ts';
import { failCommand } from './nodes/node-records.ts';
import { listNodeConditions, markUnconfirmed } from './nodes/node-state.queries.ts';
import { changeNodeStatus } from './nodes/node-status.queries.ts';
import { findUnanswered } from './nodes/port-commands.queries.ts';
import type { SessionRules } from './sessions/session-rules.ts';
import { lockSession } from './sessions/sessions.queries.ts';
import { findIdleSessions, isStillIdle, warnIdleSessions } from './sessions/timeouts.queries.ts';

/** A command that nobody has answered after this was driven by nobody. Milliseconds. */
const UNANSWERED_MS = 10_000;

async function warn(tx: Tx): Promise<number> {
  const warned = await warnIdleSessions(tx);
  for (const { id, machine_id: machineId, user_id: userId } of warned) {
    await addLogLine(tx, { machineId, userId, sessionId: id, eventType: 'session-warned' });
  }
  return warned.length;
}

/** Warns people at idle machines and ends their sessions when the time is up. */
export const sessionTimeout = (rules: SessionRules): Monitor => ({
  name: 'shopfloor.session-timeout',
  intervalMs: 5000,
  deadlineMs: 20_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      const ended = await endIdle(tx, rules);
      const warned = await warn(tx);
      return { affected: ended + warned, note: `${ended} ended, ${warned} warned` };
    }),
});

async function endIdle(tx: Tx, rules: SessionRules): Promise<number> {
  let ended = 0;
  for (const sessionId of await findIdleSessions(tx)) {
    await lockSession(tx, sessionId);
    // Between the look and the lock the machine may have been used or the badge shown.
    if (!(await isStillIdle(tx, sessionId))) continue;
    await rules.end(tx, sessionId, 'timeout', { userId: null, notes: null });
    ended += 1;
  }
  return ended;
}

/** Takes note of nodes that nobody hears any more, and keeps their alarms true. */
export const nodeLink = (alarms: NodeAlarms): Monitor => ({
  name: 'shopfloor.node-link',
  intervalMs: 5000,
  deadlineMs: 20_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      const offline = (await listNodeConditions(tx)).filter((node) => node.offline);
      for (const node of offline.filter(({ status }) => status !== 'offline')) {
        await changeNodeStatus(tx, node.id, 'lost');
        for (const machineId of await markUnconfirmed(tx, node.id)) {
          await addLogLine(tx, { machineId, eventType: 'node-lost', data: { node: node.node_id } });
        }
      }
      return { affected: await alarms.offlineAre(tx, offline) };
    }),
});

/** Ends waiting for nodes that no process drives. */
export const unansweredCommands = (rules: SessionRules, alarms: NodeAlarms): Monitor => ({
  name: 'shopfloor.unanswered-commands',
  intervalMs: 5000,
  deadlineMs: 20_000,
  run: ({ fenced }) =>
    fenced(async (tx) => {
      let failed = 0;
      for (const sessionId of await findUnanswered(tx, UNANSWERED_MS)) {
        const error = 'No process drives the node of this machine, and the node did not ask.';
        if (await failCommand(tx, { rules, alarms }, sessionId, error)) failed += 1;
      }
      return { affected: failed };
    }),
});

const ageing = (name: string, table: string, age: string): Monitor =>
  retention(`shopfloor.${name}-retention`, oldRows({ table: `shopfloor.${table}`, age }));

/**
 * Removes what has been kept long enough. Reports of nodes can no longer be repeated then, and a
 * console that was switched off for longer may deliver a record twice.
 */
export const shopfloorRetentions: readonly Monitor[] = [
  ageing('node-event', 'node_events', 'received_at'),
  ageing('machine-log', 'machine_logs', 'timestamp'),
  ageing('accessory', 'accessory_states', 'timestamp'),
  ageing('line-minute', 'node_line_minutes', 'minute'),
  ageing('node-report', 'node_reports', 'at'),
  ageing('deferred-record', 'deferred_records', 'written_at'),
  retention('shopfloor.bluetooth-retention', forgetDevices),
];
