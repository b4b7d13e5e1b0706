import { handOverContract } from './hand-over.ts';
import { journalContract } from './journal.ts';
import { notificationsContract } from './notifications.ts';
import { outOfServiceContract, shelvingContract, suppressionContract } from './overlays.ts';
import { positionsContract } from './positions.ts';
import { queueContract } from './queue.ts';
import { reportsContract } from './reports.ts';
import { typesContract } from './types.ts';

/** The alarm queue of all systems. */
export const alarms = {
  ...queueContract,
  shelving: shelvingContract,
  suppression: suppressionContract,
  outOfService: outOfServiceContract,
  types: typesContract,
  journal: journalContract,
  positions: positionsContract,
  reports: reportsContract,
  handOver: handOverContract,
  notifications: notificationsContract,
};
