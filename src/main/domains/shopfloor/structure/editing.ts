import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { originOf } from '../origin.ts';
import { type ConstraintFields, type Saved, saving, whyNotSaved } from '../saved.ts';

/** How one kind of thing is kept. */
export interface Editable<Row, Fields, Changes> {
  /** The table's noun, for audit. */
  readonly noun: string;
  readonly constraints: ConstraintFields;
  readonly find: (tx: Tx, id: string) => Promise<Row | null>;
  readonly insert: (tx: Tx, fields: Fields) => Promise<string>;
  readonly update: (tx: Tx, id: string, version: number, changes: Changes) => Promise<boolean>;
}

/**
 * Adding and saving one kind of thing: as the person, with audit, refused by the database. `Changes`
 * is what may be changed of a saved one.
 */
export interface Editor<Row, Fields, Changes = Fields> {
  /** Adds one; `also` does what belongs to it, in the same transaction. */
  create(
    caller: ActorContext,
    fields: Fields,
    also?: (tx: Tx, row: Row) => Promise<void>,
  ): Promise<Saved<Row>>;
  update(caller: ActorContext, id: string, version: number, changes: Changes): Promise<Saved<Row>>;
  /** Saves by another statement than the whole row's. */
  change(
    caller: ActorContext,
    target: { readonly id: string; readonly version: number },
    action: string,
    write: (tx: Tx) => Promise<boolean>,
  ): Promise<Saved<Row>>;
}

function changed(from: object, to: object): Record<string, unknown> {
  const other = new Map<string, unknown>(Object.entries(to));
  return Object.fromEntries(
    Object.entries(from).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(other.get(key)),
    ),
  );
}

/** The values that differ, before and after. */
const differences = (before: object, after: object) => ({
  oldValues: changed(before, after),
  newValues: changed(after, before),
});

/** Makes an editor. */
export function editor<Row extends { id: string; version: number }, Fields, Changes = Fields>(
  database: Database,
  audit: AuditService,
  { noun, constraints, find, insert, update }: Editable<Row, Fields, Changes>,
): Editor<Row, Fields, Changes> {
  const run = (caller: ActorContext, work: (tx: Tx) => Promise<Saved<Row>>) =>
    saving(constraints, () => database.asUser(caller.actor, work));

  async function saved(
    tx: Tx,
    caller: ActorContext,
    action: string,
    id: string,
    before: Row | null,
  ) {
    const row = await find(tx, id);
    if (!row) throw new Error(`The ${noun} disappeared while it was saved.`);
    await audit.record(tx, {
      userId: caller.actor.userId,
      username: caller.actor.username,
      action: `${noun}.${action}`,
      targetType: noun,
      targetId: id,
      ...(before ? differences(before, row) : { newValues: { ...row } }),
      origin: originOf(caller.connection),
    });
    return { kind: 'saved', row } as const;
  }

  function change(
    caller: ActorContext,
    { id, version }: { readonly id: string; readonly version: number },
    action: string,
    write: (tx: Tx) => Promise<boolean>,
  ): Promise<Saved<Row>> {
    return run(caller, async (tx) => {
      const before = await find(tx, id);
      const written = before !== null && (await write(tx));
      return written
        ? saved(tx, caller, action, id, before)
        : whyNotSaved(await find(tx, id), version);
    });
  }

  return {
    create: (caller, fields, also) =>
      run(caller, async (tx) => {
        const made = await saved(tx, caller, 'create', await insert(tx, fields), null);
        await also?.(tx, made.row);
        return made;
      }),
    update: (caller, id, version, changes) =>
      change(caller, { id, version }, 'update', (tx) => update(tx, id, version, changes)),
    change,
  };
}
