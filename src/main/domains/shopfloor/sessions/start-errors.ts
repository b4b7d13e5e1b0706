import type { RunningSession } from '#contract/shopfloor/sessions.ts';
import type { Refusal } from './start-decision.ts';

/** The contract's errors for a machine that may not be started, as a handler is given them. */
export interface StartErrors {
  MACHINE_BUSY(options: { data: { session: RunningSession } }): Error;
  MACHINE_INACTIVE(options: { data: { machineId: string } }): Error;
  MACHINE_NOT_READY(options: {
    data: { condition: 'to-check' | 'blocked'; note: string | null };
  }): Error;
  NODE_OFFLINE(options: { data: { nodeId: string; lastSeen: string | null } }): Error;
  NOT_TRAINED(options: { data: { areaId: string | null } }): Error;
  ESTOP_ACTIVE(options: { data: { zoneId: string | null; since: string } }): Error;
  ESTOP_UNSEEN(options: {
    data: { zoneId: string | null; nodeId: string; lastSeen: string | null };
  }): Error;
  FORBIDDEN(options: { data: { permission: string } }): Error;
}

/** The contract's error for a refusal. A badge's own reasons cannot arise at a console. */
export function startError(errors: StartErrors, refusal: Refusal, machineId: string): Error {
  switch (refusal.reason) {
    case 'machine-busy':
      return errors.MACHINE_BUSY({ data: { session: refusal.session } });
    case 'machine-inactive':
      return errors.MACHINE_INACTIVE({ data: { machineId } });
    case 'machine-to-check':
      return errors.MACHINE_NOT_READY({ data: { condition: 'to-check', note: refusal.note } });
    case 'machine-blocked':
      return errors.MACHINE_NOT_READY({ data: { condition: 'blocked', note: refusal.note } });
    case 'node-offline': {
      const { nodeId, lastSeen } = refusal;
      return errors.NODE_OFFLINE({ data: { nodeId, lastSeen } });
    }
    case 'not-trained':
      return errors.NOT_TRAINED({ data: { areaId: refusal.areaId } });
    case 'estop-active': {
      const { zoneId, since } = refusal;
      return errors.ESTOP_ACTIVE({ data: { zoneId, since } });
    }
    case 'estop-unseen': {
      const { zoneId, nodeId, lastSeen } = refusal;
      return errors.ESTOP_UNSEEN({ data: { zoneId, nodeId, lastSeen } });
    }
    case 'badge-unknown':
    case 'badge-blocked':
    case 'badge-lost':
    case 'user-inactive':
      return errors.FORBIDDEN({ data: { permission: 'machine:operate' } });
  }
}
