import { randomUUID } from 'node:crypto';
import type { RecentReads } from '#domains/identity/readers/recent-reads.ts';
import type { Clock } from '#platform/clock/clock.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type {
  BadgePresenter,
  NodePresentation,
  PresentationOutcome,
} from '../sessions/present-badge.service.ts';
import { claimNodeEvent, readNodeOutcome, writeNodeOutcome } from './node-events.queries.ts';
import { type Desk, readDesk } from './office-readers.queries.ts';

/** What became of a badge at an office reader. */
export interface DeskOutcome {
  /** `read`: the console that it serves was told; `no-console`: it serves none. */
  readonly kind: 'read' | 'no-console';
}

/** Decides what becomes of a badge at a node's own reader, whatever the node is for. */
export type NodeBadges = (
  presentation: NodePresentation,
) => Promise<PresentationOutcome | DeskOutcome>;

/** What it is built from. */
export interface OfficeReaderServices {
  readonly database: Database;
  readonly clock: Clock;
  /** Where whoever waits at a console for a badge looks for it. */
  readonly reads: Pick<RecentReads, 'add'>;
  /** Takes the badges at nodes that guard machines. */
  readonly presenter: Pick<BadgePresenter, 'presentAtNode'>;
}

const task = 'shopfloor.office-reader';

async function claim(tx: Tx, { event }: NodePresentation, { workstation }: Desk) {
  if (!(await claimNodeEvent(tx, event))) {
    return { isNew: false, outcome: await readNodeOutcome<DeskOutcome>(tx, event) };
  }
  const outcome: DeskOutcome = { kind: workstation === null ? 'no-console' : 'read' };
  await writeNodeOutcome(tx, event, outcome);
  return { isNew: true, outcome };
}

/**
 * Passes badges that office readers read to the consoles of this process, as badges of serial
 * readers are: once, and without writing the number anywhere. Badges at all other nodes go to
 * their machines.
 */
export function nodeBadges({
  database,
  clock,
  reads,
  presenter,
}: OfficeReaderServices): NodeBadges {
  return async (presentation) => {
    const { event, hex, technology, place } = presentation;
    const found = await database.asSystem(task, async (tx) => {
      const desk = await readDesk(tx, event.nodeKey);
      return desk && { ...desk, ...(await claim(tx, presentation, desk)) };
    });
    if (!found) return presenter.presentAtNode(presentation);
    const { isNew, outcome, workstation } = found;
    if (!isNew || workstation === null) return outcome;
    reads.add({
      readId: randomUUID(),
      readerId: event.nodeKey,
      readerName: place,
      // Whoever enrols badges at a console takes what is read there for signing in, too.
      purpose: 'sign-in',
      machineId: null,
      workstation,
      at: clock.now(),
      hex,
      technology,
    });
    return outcome;
  };
}
