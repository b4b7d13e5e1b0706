import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { Tx } from '#platform/database/database.ts';
import type { AlarmedPlace } from './alarm-places.ts';

/** Misuse that goes on. */
export interface MisuseCondition {
  readonly source: Partial<AlarmedPlace> & {
    readonly type: string;
    readonly id: string;
    readonly name: string;
  };
  readonly message: string;
}

/** The alarms that identity raises. The queue is built after identity and connected then. */
export interface IdentityAlarms {
  /** From now on alarms go there; until then they are security events only. */
  connect(raiser: AlarmRaiser): void;
  /** Makes the active alarms of one kind of misuse be exactly these. */
  misuseIs(tx: Tx, alarmType: string, conditions: readonly MisuseCondition[]): Promise<void>;
  /** A badge was seen where its holder cannot be. */
  badgeAnomaly(tx: Tx, badge: { id: string; name: string; message: string }): Promise<void>;
  readerDown(
    reader: { id: string; name: string; problem: string },
    place: AlarmedPlace | undefined,
  ): Promise<void>;
  readerUp(readerId: string): Promise<void>;
  /** Makes the alarms about tokens that end be exactly these. Answers how many changed. */
  tokensEnding(
    tx: Tx,
    tokens: readonly { id: string; name: string; message: string }[],
  ): Promise<number>;
  /** Verifying the trail found it altered. */
  trailBroken(tx: Tx, explanation: string): Promise<void>;
}

/** Makes the outlet. */
export function createIdentityAlarms(): IdentityAlarms {
  let alarms: AlarmRaiser | null = null;
  return {
    connect(raiser) {
      alarms = raiser;
    },
    async misuseIs(tx, alarmType, conditions) {
      await alarms?.reconcileIn(tx, alarmType, conditions);
    },
    async badgeAnomaly(tx, { id, name, message }) {
      const source = { type: 'badge', id, name };
      await alarms?.raiseIn(tx, [{ alarmType: 'badge_anomaly', source, message }]);
    },
    async readerDown({ id, name, problem }, place) {
      const source = { type: 'reader', id, name, ...place };
      await alarms?.raise([{ alarmType: 'reader_link_down', source, message: problem }]);
    },
    async readerUp(readerId) {
      const source = { type: 'reader', id: readerId };
      await alarms?.clear([{ alarmType: 'reader_link_down', source }]);
    },
    async tokensEnding(tx, tokens) {
      const conditions = tokens.map(({ id, name, message }) => ({
        source: { type: 'token', id, name },
        message,
      }));
      const changed = await alarms?.reconcileIn(tx, 'token_expiring', conditions);
      return changed ? changed.raised + changed.cleared : 0;
    },
    async trailBroken(tx, explanation) {
      const source = { type: 'audit', id: 'trail', name: 'Audit trail' };
      await alarms?.raiseIn(tx, [
        { alarmType: 'audit_chain_broken', source, message: explanation },
      ]);
    },
  };
}
