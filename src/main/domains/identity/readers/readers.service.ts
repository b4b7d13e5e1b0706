import type { z } from 'zod';
import type { readerRow, readersContract } from '#contract/identity/readers.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Tx } from '#platform/database/database.ts';
import type { Actor } from '#platform/rpc/context.ts';
import { type AuditEntry, originOf } from '../audit/audit.service.ts';
import { changedValues } from '../audit/changed-values.ts';
import type { IdentityParts } from '../identity-services.ts';
import { refusal } from '../refusal.ts';
import type { Caller } from '../users/users.service.ts';
import {
  deleteReader,
  findEndpointHolder,
  insertReader,
  listReaders,
  lockReader,
  type ReaderRow,
  updateReader,
} from './readers.queries.ts';

type InputOf<Name extends keyof typeof readersContract> = z.output<
  NonNullable<(typeof readersContract)[Name]['~orpc']['inputSchema']> & z.ZodType
>;
type Assignment = InputOf<'assign'>['assignment'];
type Settings = Omit<InputOf<'update'>, 'id' | 'version'>;

/** A reader as screens show it. */
export type ReaderView = z.infer<typeof readerRow>;

/** Configuring readers. */
export interface ReadersService {
  list(actor: Actor): Promise<ReaderView[]>;
  create(caller: Caller, input: InputOf<'create'>): Promise<string>;
  update(caller: Caller, input: InputOf<'update'>): Promise<number>;
  assign(caller: Caller, input: InputOf<'assign'>): Promise<number>;
  remove(caller: Caller, id: string, version: number): Promise<void>;
}

function entry({ actor, connection }: Caller, action: string, targetId: string): AuditEntry {
  return {
    userId: actor.userId,
    username: actor.username,
    action: `reader.${action}`,
    targetType: 'reader',
    targetId,
    origin: originOf(connection),
  };
}

const settingColumns = (settings: Settings) => ({
  name: settings.name,
  endpoint: settings.endpoint,
  profile: settings.profile,
  form: settings.form,
  technology: settings.technology,
  reversed: settings.reversed,
  is_active: settings.isActive,
});

const assignmentColumns = (assignment: Assignment) => ({
  purpose: assignment.purpose,
  workstation: assignment.purpose === 'machine' ? null : assignment.workstation,
  machine_id: assignment.purpose === 'machine' ? assignment.machineId : null,
});

async function lockAtVersion(tx: Tx, id: string, version: number): Promise<ReaderRow> {
  const reader = await lockReader(tx, id);
  if (!reader) throw refusal('NOT_FOUND', { what: 'reader', id });
  if (reader.version !== version) {
    throw refusal('CONFLICT', { what: 'reader', id, version: reader.version });
  }
  return reader;
}

/** Makes the service. */
export function createReadersService({ platform, audit }: IdentityParts): ReadersService {
  const { database, host } = platform;

  /** Runs `work`; a port that another reader has is refused with that reader's name. */
  async function save<T>(actor: Actor, endpoint: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await database.asUser(actor, work);
    } catch (error) {
      if (!violates(error, 'readers_endpoint_key')) throw error;
      const holder = await database.asUser(actor, (tx) =>
        findEndpointHolder(tx, host.installationId, endpoint),
      );
      throw refusal('ENDPOINT_TAKEN', { reader: holder ?? '' });
    }
  }

  return {
    async list(actor) {
      const rows = await database.asUser(actor, listReaders);
      return rows.map((row) => ({
        ...(row as Omit<ReaderView, 'here'>),
        here: row.installationId === host.installationId,
      }));
    },
    create: (caller, { assignment, ...settings }) =>
      save(caller.actor, settings.endpoint, async (tx) => {
        const columns = { ...settingColumns(settings), ...assignmentColumns(assignment) };
        const id = await insertReader(tx, { ...columns, installation_id: host.installationId });
        await audit.record(tx, { ...entry(caller, 'create', id), newValues: columns });
        return id;
      }),
    update: (caller, { id, version, ...settings }) =>
      save(caller.actor, settings.endpoint, async (tx) => {
        const { isActive, ...before } = await lockAtVersion(tx, id, version);
        const columns = settingColumns(settings);
        const changed = changedValues({ ...before, is_active: isActive }, columns);
        await audit.record(tx, { ...entry(caller, 'update', id), ...changed });
        return updateReader(tx, id, columns);
      }),
    assign: (caller, { id, version, assignment }) =>
      database.asUser(caller.actor, async (tx) => {
        const { machineId, ...before } = await lockAtVersion(tx, id, version);
        const columns = assignmentColumns(assignment);
        const changed = changedValues({ ...before, machine_id: machineId }, columns);
        await audit.record(tx, { ...entry(caller, 'assign', id), ...changed });
        return updateReader(tx, id, columns);
      }),
    remove: (caller, id, version) =>
      database.asUser(caller.actor, async (tx) => {
        const { name, endpoint } = await lockAtVersion(tx, id, version);
        await deleteReader(tx, id);
        const oldValues = { name, endpoint };
        await audit.record(tx, { ...entry(caller, 'remove', id), oldValues });
      }),
  };
}
