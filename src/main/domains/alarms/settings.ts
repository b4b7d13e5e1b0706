import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { Operator } from './alarms.service.ts';

/** What became of saving something that people configure. */
export type SettingSaved<Row> =
  | { readonly kind: 'saved'; readonly row: Row }
  | { readonly kind: 'conflict'; readonly version: number }
  | { readonly kind: 'not-found' };

/** How one thing is saved with its trail. */
export interface Setting<Row> {
  readonly noun: string;
  readonly id: string;
  readonly version: number;
  readonly reason?: string | undefined;
  readonly find: (tx: Tx) => Promise<Row | null>;
  /** Writes where it stands at the version that was read; answers whether it did. */
  readonly write: (tx: Tx) => Promise<boolean>;
}

/** The fields of a row that differ from another's. */
function changed(of: object, from: object): Record<string, unknown> {
  const other = new Map<string, unknown>(Object.entries(from));
  return Object.fromEntries(
    Object.entries(of).filter(
      ([key, value]) =>
        key !== 'updatedAt' && JSON.stringify(value) !== JSON.stringify(other.get(key)),
    ),
  );
}

/** What settings are saved with. */
export interface SettingsKeeper {
  readonly database: Database;
  readonly audit: AuditService;
}

/** Saves a setting as the person, with old and new values in the trail. */
export function saveSetting<Row extends { readonly version: number }>(
  { database, audit }: SettingsKeeper,
  operator: Operator,
  { noun, id, version, reason, find, write }: Setting<Row>,
): Promise<SettingSaved<Row>> {
  return database.asUser(operator, async (tx) => {
    const before = await find(tx);
    if (!before) return { kind: 'not-found' };
    const saved = await write(tx);
    const row = await find(tx);
    if (!saved || !row) return { kind: 'conflict', version: row?.version ?? version };
    await audit.record(tx, {
      ...operator,
      action: `${noun}.update`,
      targetType: noun,
      targetId: id,
      oldValues: changed(before, row),
      newValues: changed(row, before),
      ...(reason === undefined ? {} : { changeReason: reason }),
    });
    return { kind: 'saved', row };
  });
}

/** Adds something that people configure, with its values in the trail. */
export function addSetting<Row extends { readonly id: string }>(
  { database, audit }: SettingsKeeper,
  operator: Operator,
  noun: string,
  insert: (tx: Tx) => Promise<Row | null>,
): Promise<Row> {
  return database.asUser(operator, async (tx) => {
    const row = await insert(tx);
    if (!row) throw new Error(`The ${noun} disappeared while it was saved.`);
    await audit.record(tx, {
      ...operator,
      action: `${noun}.create`,
      targetType: noun,
      targetId: row.id,
      newValues: { ...row },
    });
    return row;
  });
}

/** Removes something that people configure; answers whether it stood at the version that was read. */
export function removeSetting(
  { database, audit }: SettingsKeeper,
  operator: Operator,
  { noun, id }: { readonly noun: string; readonly id: string },
  remove: (tx: Tx) => Promise<boolean>,
): Promise<boolean> {
  return database.asUser(operator, async (tx) => {
    const removed = await remove(tx);
    if (removed) {
      await audit.record(tx, {
        ...operator,
        action: `${noun}.delete`,
        targetType: noun,
        targetId: id,
      });
    }
    return removed;
  });
}
