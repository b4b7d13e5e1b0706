import type { Changes } from '#platform/changes/changes.ts';
import { liveRows } from '#platform/changes/live-rows.ts';
import type { Database } from '#platform/database/database.ts';
import { procedures, viewerProcedures } from '#platform/rpc/procedures.ts';
import { unwrap } from '../unwrap.ts';
import { listAreas } from './areas.queries.ts';
import { checkedOr } from './checked.ts';
import type { MachineChecks } from './machine-checks.service.ts';
import { listTiles, machinesTouched, readStatistics } from './machine-tiles.queries.ts';
import { findMachine, listMachines } from './machines.queries.ts';
import type { ServiceState } from './service-state.service.ts';
import type { StructureService } from './structure.service.ts';
import { keysByTopic } from './touched.ts';
import { listZones } from './zones.queries.ts';

/** Everything that a tile shows comes from these tables. */
const tileTopics = [
  'shopfloor.machines',
  'shopfloor.machine_sessions',
  'shopfloor.machine_logs',
  'shopfloor.nodes',
  'shopfloor.zones',
  'shopfloor.areas',
  'shopfloor.estop_events',
];

/** Answers `shopfloor.areas` and `shopfloor.zones`. */
export function structureHandlers(database: Database, structure: StructureService) {
  const { areas, zones } = procedures.shopfloor;
  const looking = viewerProcedures.shopfloor.areas;
  return {
    areas: {
      list: looking.list.handler(({ input, context, signal }) =>
        database.asViewer(context.viewer, (tx) => listAreas(tx, input, input), { signal }),
      ),
      create: areas.create.handler(async ({ input, context, errors }) =>
        unwrap(await structure.areas.create(context, input), errors, 'area', ''),
      ),
      update: areas.update.handler(async ({ input, context, errors }) => {
        const { id, version, ...fields } = input;
        return unwrap(
          await structure.areas.update(context, id, version, fields),
          errors,
          'area',
          id,
        );
      }),
    },
    zones: {
      list: zones.list.handler(({ input, context, signal }) =>
        database.asUser(context.actor, (tx) => listZones(tx, input, input), { signal }),
      ),
      create: zones.create.handler(async ({ input, context, errors }) =>
        unwrap(await structure.zones.create(context, input), errors, 'zone', ''),
      ),
      update: zones.update.handler(async ({ input, context, errors }) => {
        const { id, version, ...fields } = input;
        return unwrap(
          await structure.zones.update(context, id, version, fields),
          errors,
          'zone',
          id,
        );
      }),
    },
  };
}

/** Answers `shopfloor.machines`. */
export function machineHandlers(
  database: Database,
  changes: Changes,
  structure: StructureService,
  checks: MachineChecks,
) {
  const { machines } = procedures.shopfloor;
  return {
    list: machines.list.handler(({ input, context, signal }) =>
      database.asUser(context.actor, (tx) => listMachines(tx, input, input), { signal }),
    ),
    get: machines.get.handler(async ({ input, context, errors, signal }) => {
      const found = await database.asUser(context.actor, (tx) => findMachine(tx, input.id), {
        signal,
      });
      if (!found) throw errors.NOT_FOUND({ data: { what: 'machine', id: input.id } });
      return found;
    }),
    live: machines.live.handler(({ input, context, signal }) =>
      liveRows({
        changes,
        topics: tileTopics,
        load: (ids) => database.asUser(context.actor, (tx) => listTiles(tx, input, ids)),
        rowsOf: async (batch) => {
          const keys = keysByTopic(batch);
          if (!keys) return null;
          const touched = await database.asUser(context.actor, (tx) => machinesTouched(tx, keys));
          return [...new Set([...keys.machines, ...touched])];
        },
        key: (tile) => tile.id,
        signal: signal ?? context.connection.closed,
      }),
    ),
    statistics: machines.statistics.handler(({ context, signal }) =>
      database.asUser(context.actor, readStatistics, { signal }),
    ),
    create: machines.create.handler(async ({ input, context, errors }) =>
      unwrap(await structure.machines.create(context, input), errors, 'machine', ''),
    ),
    update: machines.update.handler(async ({ input, context, errors }) => {
      const { id, version, ...fields } = input;
      return unwrap(
        await structure.machines.update(context, id, version, fields),
        errors,
        'machine',
        id,
      );
    }),
    setCondition: machines.setCondition.handler(async ({ input, context, errors }) =>
      unwrap(await structure.setCondition(context, input), errors, 'machine', input.id),
    ),
    confirmCheck: machines.confirmCheck.handler(async ({ input, context, errors }) => {
      const { id, fit, note } = input;
      const outcome = await checks.confirm(context, id, { fit, note });
      if (outcome.kind === 'not-due') {
        throw errors.CHECK_NOT_DUE({ data: { condition: outcome.condition } });
      }
      return checkedOr(outcome, errors, id);
    }),
    reportProblem: machines.reportProblem.handler(async ({ input, context, errors }) => {
      const { id, note } = input;
      const outcome = await checks.reportProblem(context, id, note);
      if (outcome.kind === 'not-due') throw new Error('A problem can always be reported.');
      return checkedOr(outcome, errors, id);
    }),
  };
}

/** Answers `shopfloor.serviceState`. */
export function serviceStateHandlers(service: ServiceState) {
  const { serviceState } = procedures.shopfloor;
  return {
    affected: serviceState.affected.handler(({ input, context }) =>
      service.affected(context, input),
    ),
    takeOut: serviceState.takeOut.handler(async ({ input, context, errors }) => {
      const outcome = await service.takeOut(context, input);
      if (outcome.kind === 'begun') {
        throw errors.SESSION_BEGUN({ data: { affected: outcome.affected } });
      }
      return unwrap(outcome, errors, input.what, input.id);
    }),
    putBack: serviceState.putBack.handler(async ({ input, context, errors }) =>
      unwrap(await service.putBack(context, input), errors, input.what, input.id),
    ),
  };
}
