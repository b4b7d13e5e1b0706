import type { Tx } from '#platform/database/database.ts';
import type { AlarmedNode, NodeAlarms } from './node-alarms.ts';
import { addNodeReport } from './node-history.queries.ts';
import { changeNodeStatus } from './node-status.queries.ts';
import {
  deleteTroubles,
  insertTrouble,
  listTroubles,
  type Trouble,
  type TroubleKind,
} from './node-troubles.queries.ts';

/** What is wrong with nodes: kept, told by status and alarm, and over at some time. Idempotent. */
export interface NodeTroubles {
  begin(tx: Tx, node: AlarmedNode, trouble: Trouble): Promise<void>;
  /** Ends the trouble of a code, or all of the kind. Answers how many ended. */
  end(tx: Tx, node: AlarmedNode, kind: TroubleKind, code?: string): Promise<number>;
}

/** Makes them. */
export function nodeTroubles(alarms: Pick<NodeAlarms, 'troublesAre'>): NodeTroubles {
  async function tell(
    tx: Tx,
    node: AlarmedNode,
    kind: TroubleKind,
    change: 'begun' | 'over',
  ): Promise<void> {
    await changeNodeStatus(tx, node.id, 'troubles');
    await alarms.troublesAre(tx, node, { kind, change, standing: await listTroubles(tx, node.id) });
  }

  return {
    async begin(tx, node, trouble) {
      const { kind, code, message } = trouble;
      if (!(await insertTrouble(tx, node.id, trouble))) return;
      await addNodeReport(tx, node.id, { kind: 'trouble', code, message });
      await tell(tx, node, kind, 'begun');
    },
    async end(tx, node, kind, code) {
      const over = await deleteTroubles(tx, node.id, kind, code ?? null);
      if (over.length === 0) return 0;
      for (const { code: word, message } of over) {
        await addNodeReport(tx, node.id, { kind: 'trouble-over', code: word, message });
      }
      await tell(tx, node, kind, 'over');
      return over.length;
    },
  };
}
