import type { HandOverRow } from '#contract/alarms/hand-over.ts';

/** How far a hand-over is. */
export type Stage = 'draft' | 'signed' | 'received';

/** How far a hand-over is; a signed sheet never changes. */
export function stageOf({ signedAt, receivedAt }: HandOverRow): Stage {
  if (receivedAt !== null) return 'received';
  return signedAt === null ? 'draft' : 'signed';
}
