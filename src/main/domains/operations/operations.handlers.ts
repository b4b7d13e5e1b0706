import type { Database } from '#platform/database/database.ts';
import type { Connection } from '#platform/rpc/context.ts';
import type { Changes } from '#platform/changes/changes.ts';
import { procedures, viewerProcedures } from '#platform/rpc/procedures.ts';
import type { BackupsService } from './backups.service.ts';
import { changeFeed, type ChangeTopics, type Hearing } from './change-feed.ts';
import type { OperationsService } from './operations.service.ts';
import { savedViewHandlers } from './views/saved-views.handlers.ts';
import type { RetentionService } from './retention.service.ts';
import type { StatusService } from './status.service.ts';

/** What the handlers answer from. */
export interface OperationsParts {
  readonly operations: OperationsService;
  readonly status: StatusService;
  readonly backups: BackupsService;
  readonly retention: RetentionService;
  readonly database: Database;
  readonly changes: Changes;
  readonly topics: ChangeTopics;
}

const endOf = (connection: Connection, signal: AbortSignal | undefined): AbortSignal =>
  AbortSignal.any([connection.closed, ...(signal ? [signal] : [])]);

/** What may be heard of now; nothing while the console is locked, or when a display's right is over. */
const audibleTo = (connection: Connection) => (): Hearing | null => {
  const { display, session } = connection;
  if (display) return { kind: 'display' };
  return session && !session.locked ? { kind: 'person', held: session.actor.permissions } : null;
};

/** Answers the `operations` part of the contract. */
export function operationsHandlers(parts: OperationsParts) {
  const { operations } = procedures;
  const { status, changes, topics } = parts;
  return {
    status: operations.status.handler(() => status.status()),
    statusStream: operations.statusStream.handler(({ context, signal }) =>
      status.statusStream(endOf(context.connection, signal)),
    ),
    changes: viewerProcedures.operations.changes.handler(({ context: { connection }, signal }) =>
      changeFeed(changes, topics, audibleTo(connection), endOf(connection, signal)),
    ),
    monitors: monitorHandlers(parts.operations),
    retention: retentionHandlers(parts.retention),
    views: savedViewHandlers(parts.database),
    errors: errorHandlers(parts.operations),
    backup: backupHandlers(parts.backups),
  };
}

function monitorHandlers(service: OperationsService) {
  const { monitors } = procedures.operations;
  return {
    list: monitors.list.handler(({ context }) => service.monitors(context.actor)),
    runs: monitors.runs.handler(({ input: { cursor, limit, ...filter }, context }) =>
      service.runs(context.actor, filter, { cursor, limit }),
    ),
  };
}

function retentionHandlers(service: RetentionService) {
  const { retention } = procedures.operations;
  return {
    list: retention.list.handler(({ context }) => service.list(context.actor)),
    update: retention.update.handler(async ({ input, context, errors }) => {
      const saved = await service.update(context, input);
      const named = { what: 'retention', id: input.monitor };
      switch (saved.kind) {
        case 'saved':
          return saved.row;
        case 'not-found':
          throw errors.NOT_FOUND({ data: named });
        case 'conflict':
          throw errors.CONFLICT({ data: { ...named, version: saved.version } });
        case 'too-short':
          throw errors.KEPT_TOO_SHORT();
      }
    }),
  };
}

function errorHandlers(service: OperationsService) {
  const { errors } = procedures.operations;
  return {
    list: errors.list.handler(({ input: { cursor, limit, ...filter }, context }) =>
      service.errors(context.actor, filter, { cursor, limit }),
    ),
    resolve: errors.resolve.handler(async ({ input, context }) => ({
      resolved: await service.resolveErrors(context.actor, input.ids),
    })),
  };
}

function backupHandlers(service: BackupsService) {
  const { backup } = procedures.operations;
  return {
    create: backup.create.handler(async ({ context, errors }) => {
      const started = await service.start(context.actor);
      if (started === 'running') throw errors.BACKUP_RUNNING();
      if (started === 'not-offered') throw errors.BACKUP_NOT_OFFERED();
      return started;
    }),
    list: backup.list.handler(({ input, context }) => service.list(context.actor, input)),
    progress: backup.progress.handler(({ input, context, signal }) =>
      service.progress(context.actor, input.id, endOf(context.connection, signal)),
    ),
  };
}
