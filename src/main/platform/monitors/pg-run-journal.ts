import type { Database } from '../database/database.ts';
import { describeError } from '../log/redaction.ts';
import type { RunJournal } from './run-journal.ts';
import { abandonRuns, adoptMonitors, finishRun, startRun } from './run-journal.queries.ts';

const TASK = 'monitor-journal';

function errorText(error: unknown): string {
  const { name, message, code } = describeError(error);
  return `${name}${code ? ` ${code}` : ''}: ${message}`;
}

/** The journal in `operations.monitor_runs` and `operations.monitors`. */
export function pgRunJournal(database: Database, workstation: string): RunJournal {
  return {
    adopt: (epoch, monitors) =>
      database.asSystem(TASK, async (tx) => {
        await abandonRuns(tx, epoch);
        const rows = await adoptMonitors(tx, monitors);
        return new Map(
          rows.flatMap(({ name, age_ms }) => (age_ms === null ? [] : [[name, age_ms] as const])),
        );
      }),
    started: (epoch, monitor) =>
      database.asSystem(TASK, (tx) => startRun(tx, { monitor, epoch, workstation })),
    ended: (run, monitor, end) =>
      database.asSystem(TASK, (tx) =>
        finishRun(tx, {
          run,
          monitor,
          outcome: end.kind,
          affected: end.kind === 'succeeded' ? end.outcome.affected : null,
          note: end.kind === 'succeeded' ? (end.outcome.note ?? null) : null,
          error: end.kind === 'succeeded' ? null : errorText(end.error),
        }),
      ),
  };
}
