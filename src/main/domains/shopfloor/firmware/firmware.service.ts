import { createHash } from 'node:crypto';
import type { FirmwareImage, UpdateAnswer } from '#contract/shopfloor/firmware.ts';
import { compareVersions } from '#contract/shopfloor/firmware-version.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { findManagedNode } from '../nodes/node-state.queries.ts';
import type { NodeTroubles } from '../nodes/node-troubles.ts';
import { originOf } from '../origin.ts';
import { type Saved, saving } from '../saved.ts';
import {
  completeImage,
  findImage,
  insertImage,
  insertPiece,
  lockUpload,
  type NewImage,
  readPieces,
  withdrawImage,
} from './firmware-images.queries.ts';
import type { FirmwareSteps } from './firmware-steps.ts';
import {
  findUpdate,
  insertUpdate,
  readUpdatable,
  type UpdatableNode,
} from './firmware-updates.queries.ts';

/** What became of ending an upload. */
export type Finished =
  | { readonly kind: 'ready'; readonly image: FirmwareImage }
  | { readonly kind: 'incomplete'; readonly received: number; readonly size: number }
  | { readonly kind: 'not-found' };

/** What became of giving an update up. */
export type Cancelled = 'cancelled' | 'not-found' | { readonly tooLate: string };

/** The catalogue, and asking for updates. */
export interface FirmwareService {
  begin(caller: ActorContext, image: Omit<NewImage, 'createdBy'>): Promise<Saved<{ id: string }>>;
  /** Answers how far the file is; null where there is no such upload. */
  append(caller: ActorContext, id: string, offset: number, data: Buffer): Promise<number | null>;
  finish(caller: ActorContext, id: string): Promise<Finished>;
  withdraw(caller: ActorContext, id: string): Promise<boolean>;
  start(
    caller: ActorContext,
    imageId: string,
    nodeIds: readonly string[],
  ): Promise<{ readonly nodeId: string; readonly answer: UpdateAnswer }[] | null>;
  cancel(caller: ActorContext, id: string): Promise<Cancelled>;
  dismiss(caller: ActorContext, nodeId: string): Promise<boolean>;
}

/** Why a node cannot be given firmware; null where it can. */
function whyNotUpdated(node: UpdatableNode, image: FirmwareImage): UpdateAnswer | null {
  const { nodeType, firmwareVersion } = node;
  if (nodeType !== image.nodeType) return 'wrong-type';
  if (firmwareVersion === image.version) return 'same-version';
  const { minimumVersion } = image;
  const isOld =
    minimumVersion !== null &&
    (firmwareVersion === null || compareVersions(firmwareVersion, minimumVersion) < 0);
  return isOld ? 'too-old' : null;
}

/** What the service is made of. */
export interface FirmwareParts {
  readonly database: Database;
  readonly audit: AuditService;
  readonly steps: FirmwareSteps;
  readonly troubles: NodeTroubles;
}

/** Makes the service. */
export function firmwareService({
  database,
  audit,
  steps,
  troubles,
}: FirmwareParts): FirmwareService {
  const record = (
    tx: Tx,
    { actor, connection }: ActorContext,
    action: string,
    target: { readonly type: 'firmware' | 'node'; readonly id: string },
    details: Readonly<Record<string, unknown>>,
  ) =>
    audit.record(tx, {
      userId: actor.userId,
      username: actor.username,
      action: `firmware.${action}`,
      targetType: target.type,
      targetId: target.id,
      details,
      origin: originOf(connection),
    });

  async function ask(
    tx: Tx,
    caller: ActorContext,
    image: FirmwareImage,
    node: UpdatableNode,
  ): Promise<UpdateAnswer> {
    const reason = whyNotUpdated(node, image);
    if (reason) return reason;
    const asked = await insertUpdate(tx, node.id, image.id, caller.actor.userId);
    if (!asked) return 'under-way';
    const { version } = image;
    await record(tx, caller, 'start', { type: 'node', id: node.id }, { version });
    return 'asked';
  }

  return {
    begin: (caller, image) =>
      saving({ duplicate: { firmware_images_version_key: 'version' } }, () =>
        database.asUser(caller.actor, async (tx) => {
          const id = await insertImage(tx, { ...image, createdBy: caller.actor.userId });
          return { kind: 'saved', row: { id } };
        }),
      ),
    append: (caller, id, offset, data) =>
      database.asUser(caller.actor, async (tx) => {
        const upload = await lockUpload(tx, id);
        if (!upload) return null;
        const { received, size } = upload;
        const fits = offset === received && data.length > 0 && offset + data.length <= size;
        if (!fits) return received;
        await insertPiece(tx, id, offset, data);
        return received + data.length;
      }),
    finish: (caller, id) =>
      database.asUser(caller.actor, async (tx): Promise<Finished> => {
        const upload = await lockUpload(tx, id);
        if (!upload) {
          const image = await findImage(tx, id);
          return image ? { kind: 'ready', image } : { kind: 'not-found' };
        }
        if (upload.received !== upload.size) return { kind: 'incomplete', ...upload };
        const sha256 = createHash('sha256')
          .update(Buffer.concat(await readPieces(tx, id)))
          .digest('hex');
        await completeImage(tx, id, sha256);
        const image = await findImage(tx, id);
        if (!image) return { kind: 'not-found' };
        const { version, nodeType, size } = image;
        const details = { version, nodeType, size, sha256 };
        await record(tx, caller, 'upload', { type: 'firmware', id }, details);
        return { kind: 'ready', image };
      }),
    withdraw: (caller, id) =>
      database.asUser(caller.actor, async (tx) => {
        const version = await withdrawImage(tx, id);
        if (version === null) return false;
        await record(tx, caller, 'withdraw', { type: 'firmware', id }, { version });
        return true;
      }),
    start: (caller, imageId, nodeIds) =>
      database.asUser(caller.actor, async (tx) => {
        const image = await findImage(tx, imageId);
        if (!image) return null;
        const nodes = new Map((await readUpdatable(tx, nodeIds)).map((node) => [node.id, node]));
        const answers: { nodeId: string; answer: UpdateAnswer }[] = [];
        for (const nodeId of new Set(nodeIds)) {
          const node = nodes.get(nodeId);
          const answer = node ? await ask(tx, caller, image, node) : 'not-found';
          answers.push({ nodeId, answer });
        }
        return answers;
      }),
    async cancel(caller, id) {
      const found = await database.asUser(caller.actor, async (tx) => {
        const update = await findUpdate(tx, id);
        const node = update && (await findManagedNode(tx, update.nodeKey));
        return node ? { node, version: update.version } : null;
      });
      if (!found) return 'not-found';
      const { node, version } = found;
      return database.asSystem('shopfloor.firmware-cancel', async (tx) => {
        if (!(await steps.end(tx, node, { id, version }, { state: 'cancelled' }))) {
          return { tooLate: (await findUpdate(tx, id))?.state ?? 'cancelled' };
        }
        await record(tx, caller, 'cancel', { type: 'node', id: node.id }, { version });
        return 'cancelled';
      });
    },
    dismiss: async (caller, nodeId) => {
      const seen = await database.asUser(caller.actor, (tx) => findManagedNode(tx, nodeId));
      if (!seen) return false;
      return database.asSystem('shopfloor.firmware-dismiss', async (tx) => {
        if ((await troubles.end(tx, seen, 'firmware')) > 0) {
          await record(tx, caller, 'dismiss', { type: 'node', id: nodeId }, {});
        }
        return true;
      });
    },
  };
}
