import type { Accessory, AccessoryFields } from '#contract/shopfloor/accessories.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { originOf } from '../origin.ts';
import type { Saved } from '../saved.ts';
import { editor, type Editor } from '../structure/editing.ts';
import { findAccessory, insertAccessory, updateAccessory } from './accessories.queries.ts';
import { beginTest, finishTest } from './terminals.queries.ts';

/** How an output is tried. */
export interface OutputTest {
  readonly on: boolean;
  readonly seconds: number;
}

/** What became of a test. */
export type TestOutcome =
  | Extract<Saved<Accessory>, { kind: 'saved' | 'not-found' | 'forbidden' }>
  | {
      readonly kind: 'not-possible';
      readonly reason: 'not-an-output' | 'inactive' | 'stop-stands' | 'node-silent';
    };

/** Accessories as people edit and try them. */
export interface AccessoryService {
  readonly editor: Editor<Accessory, AccessoryFields>;
  test(caller: ActorContext, id: string, test: OutputTest): Promise<TestOutcome>;
  endTest(caller: ActorContext, id: string): Promise<TestOutcome>;
}

/** Why an output that is visible is not tried; null where only the right is missing. */
function whyNotTried(accessory: Accessory): Extract<TestOutcome, { reason: string }> | null {
  const no = (reason: Extract<TestOutcome, { reason: string }>['reason']) =>
    ({ kind: 'not-possible', reason }) as const;
  if (accessory.ioType !== 'output') return no('not-an-output');
  if (!accessory.active) return no('inactive');
  if (accessory.stopped) return no('stop-stands');
  return accessory.node.online ? null : no('node-silent');
}

/** Makes the service. */
export function accessoryService(database: Database, audit: AuditService): AccessoryService {
  async function tried(tx: Tx, caller: ActorContext, id: string, values: object) {
    const row = await findAccessory(tx, id);
    if (!row) throw new Error('An accessory disappeared while it was tried.');
    await audit.record(tx, {
      userId: caller.actor.userId,
      username: caller.actor.username,
      action: 'accessory.test',
      targetType: 'accessory',
      targetId: id,
      newValues: { ...values },
      origin: originOf(caller.connection),
    });
    return { kind: 'saved', row } as const;
  }

  return {
    editor: editor<Accessory, AccessoryFields>(database, audit, {
      noun: 'accessory',
      constraints: {
        duplicate: { accessory_io_number_key: 'ioNumber' },
        missing: {
          accessory_io_node_id_fkey: 'node',
          accessory_io_linked_machine_id_fkey: 'machine',
          accessory_machines_machine_id_fkey: 'machine',
        },
      },
      find: findAccessory,
      insert: insertAccessory,
      update: updateAccessory,
    }),
    test: (caller, id, test) =>
      database.asUser(caller.actor, async (tx): Promise<TestOutcome> => {
        const before = await findAccessory(tx, id);
        if (!before) return { kind: 'not-found' };
        const { userId } = caller.actor;
        if (await beginTest(tx, id, { ...test, userId })) return tried(tx, caller, id, test);
        return whyNotTried(before) ?? { kind: 'forbidden' };
      }),
    endTest: (caller, id) =>
      database.asUser(caller.actor, async (tx): Promise<TestOutcome> => {
        if (!(await findAccessory(tx, id))) return { kind: 'not-found' };
        if (!(await finishTest(tx, id))) return { kind: 'forbidden' };
        return tried(tx, caller, id, { ended: true });
      }),
  };
}
