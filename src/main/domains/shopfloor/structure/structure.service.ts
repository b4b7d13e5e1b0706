import type { Area, AreaChanges, AreaFields } from '#contract/shopfloor/areas.ts';
import type {
  Machine,
  MachineChanges,
  MachineCondition,
  MachineFields,
} from '#contract/shopfloor/machines.ts';
import type { Zone, ZoneChanges, ZoneFields } from '#contract/shopfloor/zones.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { addLogLine } from '../logs/logs.queries.ts';
import type { Saved } from '../saved.ts';
import { findArea, insertArea, updateArea } from './areas.queries.ts';
import { editor, type Editor } from './editing.ts';
import { findMachine, insertMachine, updateCondition, updateMachine } from './machines.queries.ts';
import { findZone, insertZone, updateZone } from './zones.queries.ts';

/** A judgement on a machine's fitness for use. */
export interface ConditionSetting {
  readonly id: string;
  readonly version: number;
  readonly condition: MachineCondition;
  readonly note: string | null;
}

/** Areas, zones and machines as people edit them. */
export interface StructureService {
  readonly areas: Editor<Area, AreaFields, AreaChanges>;
  readonly zones: Editor<Zone, ZoneFields, ZoneChanges>;
  readonly machines: Editor<Machine, MachineFields, MachineChanges>;
  /** Blocks a machine, marks it to be checked, or frees it. */
  setCondition(caller: ActorContext, setting: ConditionSetting): Promise<Saved<Machine>>;
}

/** Makes the service. */
export function structureService(database: Database, audit: AuditService): StructureService {
  const machines = editor<Machine, MachineFields, MachineChanges>(database, audit, {
    noun: 'machine',
    constraints: {
      duplicate: { machines_machine_id_key: 'machineId', machines_node_port_key: 'nodePort' },
      missing: { machines_zone_with_area: 'zone', fk_machine_node: 'node' },
    },
    find: findMachine,
    insert: insertMachine,
    update: updateMachine,
  });
  return {
    areas: editor<Area, AreaFields, AreaChanges>(database, audit, {
      noun: 'area',
      constraints: { duplicate: { areas_code_key: 'code' } },
      find: findArea,
      insert: insertArea,
      update: updateArea,
    }),
    zones: editor<Zone, ZoneFields, ZoneChanges>(database, audit, {
      noun: 'zone',
      constraints: {
        duplicate: { zones_code_key: 'code' },
        missing: { zones_area_id_fkey: 'area' },
      },
      find: findZone,
      insert: insertZone,
      update: updateZone,
    }),
    machines,
    setCondition(caller, { id, version, condition, note }) {
      const { userId } = caller.actor;
      return machines.change(caller, { id, version }, 'set-condition', async (tx) => {
        if (!(await updateCondition(tx, id, version, { condition, note, userId }))) return false;
        const data = { condition, note };
        await addLogLine(tx, { machineId: id, userId, eventType: 'condition-changed', data });
        return true;
      });
    },
  };
}
