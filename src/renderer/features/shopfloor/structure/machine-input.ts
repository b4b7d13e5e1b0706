import type { z } from 'zod';
import type { machineChanges } from '#contract/shopfloor/machines.ts';

/** What is typed for a machine. */
export type MachineInput = z.input<typeof machineChanges>;

/** The labels of a machine's entries, by name. */
export type MachineLabels = Readonly<Record<keyof MachineInput, string>>;
