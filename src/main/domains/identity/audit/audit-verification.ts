import type { z } from 'zod';
import type { auditFault } from '#contract/identity/audit.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { AuditAnchor, AuditAnchors } from './audit-anchors.ts';
import {
  type CheckedSeal,
  checkSeals,
  countUnsealed,
  findStrayRecord,
} from './audit-seals.queries.ts';

/** What is wrong with the trail. */
export type AuditFault = z.infer<typeof auditFault>;

/** What verifying found. */
export interface AuditVerdict {
  readonly checkedRecords: number;
  readonly checkedSeals: number;
  readonly unsealed: number;
  readonly anchors: number;
  readonly fault: AuditFault | null;
}

const SEALS_A_PAGE = 500;
const FIRST_PREVIOUS = '0'.repeat(64);

const explanations: Readonly<Record<AuditFault['kind'], string>> = {
  changed: 'The record was changed after it was sealed.',
  missing: 'The record was deleted after it was sealed.',
  reordered: 'The record carries the content of another one.',
  truncated: 'The chain is shorter than, or differs from, what was anchored outside the database.',
  'seal-broken': 'The seal does not follow from the one before it.',
};

const fault = (kind: AuditFault['kind'], id: string | null): AuditFault => ({
  kind,
  id,
  explanation: explanations[kind],
});

function faultOf(seal: CheckedSeal, expectedId: number, previousHash: string): AuditFault | null {
  if (seal.id !== expectedId || seal.previousHash !== previousHash || !seal.sound) {
    return fault('seal-broken', String(seal.id));
  }
  if (seal.missing) return fault('missing', seal.missing);
  if (seal.swapped) return fault('reordered', seal.swapped);
  return seal.changed ? fault('changed', seal.changed) : null;
}

/** Walks the chain in one transaction, page by page. */
async function walk(tx: Tx, anchors: readonly AuditAnchor[]) {
  const open = new Map(anchors.map((anchor) => [anchor.seal, anchor.hash]));
  let [lastId, lastHash, records] = [0, FIRST_PREVIOUS, 0];
  for (;;) {
    const seals = await checkSeals(tx, lastId, SEALS_A_PAGE);
    for (const seal of seals) {
      const found = faultOf(seal, lastId + 1, lastHash);
      if (found) return { lastId, records, found };
      const anchored = open.get(seal.id);
      if (anchored !== undefined && anchored !== seal.hash) {
        return { lastId, records, found: fault('truncated', String(seal.id)) };
      }
      open.delete(seal.id);
      [lastId, lastHash, records] = [seal.id, seal.hash, records + seal.rows];
    }
    if (seals.length < SEALS_A_PAGE) break;
  }
  const lost = Math.min(...open.keys());
  const found = open.size > 0 ? fault('truncated', String(lost)) : null;
  return { lastId, records, found };
}

/** Recomputes the chain of seals and compares it with the records and the anchors. */
export async function verifyAudit(
  database: Database,
  anchors: AuditAnchors,
  signal?: AbortSignal,
): Promise<AuditVerdict> {
  const kept = await anchors.read();
  return database.asSystem(
    'audit-verify',
    async (tx) => {
      const { lastId, records, found } = await walk(tx, kept);
      const stray = found ? null : await findStrayRecord(tx);
      return {
        checkedRecords: records,
        checkedSeals: lastId,
        unsealed: await countUnsealed(tx),
        anchors: kept.length,
        fault: found ?? (stray ? fault('missing', stray) : null),
      };
    },
    { signal },
  );
}

/** What is wrong with the trail, in one sentence for the alarm. */
export const faultText = ({ kind, id, explanation }: AuditFault): string =>
  `${explanation} (${kind}${id ? ` at ${id}` : ''})`;
