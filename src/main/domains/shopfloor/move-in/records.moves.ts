import { redact, redactText } from '#platform/log/redaction.ts';
import type { Cells } from './cells.ts';
import { referenceTo, type TableMoves } from './table-move.ts';

/** Free text of a failure without passwords, keys and addresses. */
function redacted(cells: Cells, column: string, max: number): string | null {
  const text = cells.text(column, max);
  return text === null ? null : redactText(text);
}

/** What the program noted about itself and about sign-in, and what it told others. */
export const recordMoves: TableMoves = {
  security_events: {
    adapt: (cells, known) => ({
      event_type: cells.required('event_type', 50),
      user_id: referenceTo(cells, known, 'user_id', 'users'),
      ip_address: cells.address('ip_address'),
      resource_type: cells.text('resource_type', 50),
      resource_id: cells.text('resource_id', 100),
      app_context: cells.text('app_context', 50) ?? 'shopmonitor',
      success: cells.flag('success', true),
      details: cells.json('details'),
      timestamp: cells.requiredTime('timestamp'),
    }),
  },
  failed_logins: {
    adapt: (cells) => ({
      username: cells.text('username', 64) ?? '',
      ip_address: cells.address('ip_address'),
      user_agent: cells.text('user_agent', 500),
      timestamp: cells.requiredTime('timestamp'),
    }),
  },
  error_logs: {
    adapt(cells, known) {
      const timestamp = cells.requiredTime('timestamp');
      const is_resolved = cells.flag('is_resolved', false);
      return {
        error_code: cells.integer('error_code'),
        error_type: cells.text('error_type', 100),
        message: redactText(cells.required('message', 4000)),
        stack_trace: redacted(cells, 'stack_trace', 20_000),
        user_id: referenceTo(cells, known, 'user_id', 'users'),
        ip_address: cells.address('ip_address'),
        request_path: redacted(cells, 'request_path', 255),
        request_method: cells.text('request_method', 10),
        request_data: redact(cells.json('request_data')),
        app_context: cells.text('app_context', 50),
        timestamp,
        is_resolved,
        resolved_by: is_resolved ? referenceTo(cells, known, 'resolved_by', 'users') : null,
        resolved_at: is_resolved ? (cells.time('resolved_at') ?? timestamp) : null,
      };
    },
  },
  alerts: {
    adapt: (cells, known) => ({
      alert_type: cells.required('alert_type', 50),
      severity: cells.oneOf('severity', ['info', 'warning', 'error', 'critical'], 'info'),
      title: cells.required('title', 200),
      message: cells.text('message', 4000),
      source_type: cells.text('source_type', 50),
      source_id: cells.integer('source_id'),
      user_id: referenceTo(cells, known, 'user_id', 'users'),
      machine_id: referenceTo(cells, known, 'machine_id', 'machines'),
      node_id: referenceTo(cells, known, 'node_id', 'nodes'),
      acknowledged: cells.flag('acknowledged', false),
      acknowledged_by: referenceTo(cells, known, 'acknowledged_by', 'users'),
      acknowledged_at: cells.time('acknowledged_at'),
      expires_at: cells.time('expires_at'),
      created_at: cells.requiredTime('created_at'),
    }),
  },
  sync_events: {
    adapt(cells) {
      const created_at = cells.requiredTime('created_at');
      const told = cells.oneOf('status', ['pending', 'processed', 'failed'], 'failed');
      if (told === 'pending') cells.note('status', 'never-sent');
      return {
        event_type: cells.required('event_type', 50),
        resource_type: cells.required('resource_type', 50),
        resource_id: cells.text('resource_id', 64),
        source_app: cells.required('source_app', 50),
        target_app: cells.text('target_app', 50),
        status: told === 'processed' ? 'processed' : 'failed',
        payload: cells.json('payload'),
        created_at,
        processed_at: told === 'processed' ? (cells.time('processed_at') ?? created_at) : null,
        error_message: cells.text('error_message', 2000),
        retry_count: cells.within('retry_count', 0, 5, 0),
      };
    },
  },
};
