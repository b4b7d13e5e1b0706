import type { FirmwareImage } from '#contract/shopfloor/firmware.ts';
import { compareVersions } from '#contract/shopfloor/firmware-version.ts';
import type { Changes } from '#platform/changes/changes.ts';
import { liveRows } from '#platform/changes/live-rows.ts';
import type { Database } from '#platform/database/database.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { unwrap } from '../unwrap.ts';
import { listImages } from './firmware-images.queries.ts';
import { listUpdates } from './firmware-updates.queries.ts';
import type { FirmwareService } from './firmware.service.ts';

const newestFirst = (a: FirmwareImage, b: FirmwareImage): number =>
  a.nodeType.localeCompare(b.nodeType) || compareVersions(b.version, a.version);

/** Answers `shopfloor.firmware`. */
export function firmwareHandlers(database: Database, changes: Changes, service: FirmwareService) {
  const own = procedures.shopfloor.firmware;
  return {
    list: own.list.handler(async ({ context, signal }) =>
      (await database.asUser(context.actor, listImages, { signal })).toSorted(newestFirst),
    ),
    begin: own.begin.handler(async ({ input, context, errors }) =>
      unwrap(await service.begin(context, input), errors, 'node', ''),
    ),
    append: own.append.handler(async ({ input: { id, offset, data }, context, errors }) => {
      const bytes = Buffer.from(data, 'base64');
      const received = await service.append(context, id, offset, bytes);
      if (received === null) throw errors.NOT_FOUND({ data: { what: 'upload', id } });
      return { received };
    }),
    finish: own.finish.handler(async ({ input: { id }, context, errors }) => {
      const finished = await service.finish(context, id);
      switch (finished.kind) {
        case 'ready':
          return finished.image;
        case 'incomplete': {
          const { received, size } = finished;
          throw errors.INCOMPLETE({ data: { received, size } });
        }
        case 'not-found':
          throw errors.NOT_FOUND({ data: { what: 'upload', id } });
      }
    }),
    withdraw: own.withdraw.handler(async ({ input: { id }, context, errors }) => {
      if (await service.withdraw(context, id)) return {};
      throw errors.NOT_FOUND({ data: { what: 'firmware', id } });
    }),
    updates: own.updates.handler(({ context, signal }) =>
      liveRows({
        changes,
        topics: ['shopfloor.firmware_updates'],
        load: (ids) => database.asUser(context.actor, (tx) => listUpdates(tx, ids)),
        key: ({ nodeId }) => nodeId,
        signal: signal ?? context.connection.closed,
      }),
    ),
    start: own.start.handler(async ({ input: { imageId, nodeIds }, context, errors }) => {
      const answers = await service.start(context, imageId, nodeIds);
      if (answers) return answers;
      throw errors.NOT_FOUND({ data: { what: 'firmware', id: imageId } });
    }),
    cancel: own.cancel.handler(async ({ input: { id }, context, errors }) => {
      const cancelled = await service.cancel(context, id);
      if (cancelled === 'cancelled') return {};
      if (cancelled === 'not-found') throw errors.NOT_FOUND({ data: { what: 'update', id } });
      throw errors.TOO_LATE({ data: { state: cancelled.tooLate } });
    }),
    dismiss: own.dismiss.handler(async ({ input: { nodeId }, context, errors }) => {
      if (await service.dismiss(context, nodeId)) return {};
      throw errors.NOT_FOUND({ data: { what: 'node', id: nodeId } });
    }),
  };
}
