import type { Machine, MachineChanges } from '#contract/shopfloor/machines.ts';

/** What is to be different in machines; what is absent stays as it is. */
export type BulkChange = Partial<
  Pick<MachineChanges, 'timeoutMinutes' | 'warningMinutes' | 'checkAfterUse' | 'zoneId'>
>;

/** All that is entered of a machine, with some of it changed. */
export const changedFields = (machine: Machine, change: BulkChange): MachineChanges => ({
  machineId: machine.machineId,
  name: machine.name,
  description: machine.description,
  zoneId: machine.zone?.id ?? null,
  nodeId: machine.node?.id ?? null,
  nodePort: machine.nodePort,
  requiresRfid: machine.requiresRfid,
  timeoutMinutes: machine.timeoutMinutes,
  warningMinutes: machine.warningMinutes,
  checkAfterUse: machine.checkAfterUse,
  takeOver: machine.takeOver,
  takeOverIdleMinutes: machine.takeOverIdleMinutes,
  extensionsMax: machine.extensionsMax,
  extensionMinutes: machine.extensionMinutes,
  extendByBadge: machine.extendByBadge,
  ...change,
});
