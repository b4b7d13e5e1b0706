import { randomUUID } from 'node:crypto';
import type { MonitorOutcome, MonitorRun } from '#platform/monitors/monitor.ts';
import { Fenced } from '#platform/monitors/fence.ts';
import type { Platform } from '#platform/platform.ts';
import {
  claimEvents,
  type ClaimedEvent,
  listDueTargets,
  recordAttempt,
} from './sync-delivery.queries.ts';
import { ANSWER_MS, type Send } from './sync-sending.ts';
import { nextSyncState, pauseBefore } from './sync-state.ts';
import type { TargetAddress } from './sync-targets.queries.ts';

/** Delivers what waits, each application in a lane of its own. */
export interface SyncDeliverer {
  /**
   * Opens a lane for every application that something is due for and that has none, and waits a
   * moment for them. A lane that takes longer goes on, so that one slow application delays no other.
   */
  tick(run: MonitorRun): Promise<MonitorOutcome>;
  /** Resolves when no lane is open. */
  idle(): Promise<void>;
}

/** What a deliverer works with. */
export type DelivererServices = Pick<Platform, 'clock' | 'log'> & { readonly send: Send };

/** Events of one application that are under way at once; each of another resource. */
const AT_ONCE = 8;
/** A claim outlives any attempt, and the process that made it by not much more. Milliseconds. */
const HOLD_MS = 3 * ANSWER_MS;
/** A run waits so long for its lanes, to tell what they did. Milliseconds. */
const PATIENCE_MS = 500;

type Fencing = Pick<MonitorRun, 'fenced' | 'signal'>;

/** Makes a deliverer. */
export function syncDeliverer({ clock, log, send }: DelivererServices): SyncDeliverer {
  const lanes = new Map<string, Promise<void>>();
  let delivered = 0;
  let refused = 0;

  async function attempt(to: TargetAddress, event: ClaimedEvent, claim: string, run: Fencing) {
    const before = { status: 'pending', retryCount: event.retry_count, discarded: false } as const;
    const delivery = {
      eventId: event.event_id,
      eventType: event.event_type,
      sequence: event.id,
      attempt: event.retry_count + 1,
      body: JSON.stringify(event.payload),
    };
    const answer = await send(to, delivery, run.signal);
    // Given up by this process and not by the application: the claim runs out and another delivers.
    if (run.signal.aborted) return;
    const next = nextSyncState(before, answer.error === null ? 'accepted' : 'refused') ?? before;
    const pauseMs = next.status === 'pending' ? pauseBefore(next.retryCount) : 0;
    await run.fenced((tx) => recordAttempt(tx, { ...answer, id: event.id, claim, next, pauseMs }));
    if (answer.error === null) delivered += 1;
    else refused += 1;
  }

  async function lane(to: TargetAddress, run: Fencing): Promise<void> {
    for (;;) {
      const claim = randomUUID();
      const wanted = { targetId: to.id, claim, limit: AT_ONCE, holdMs: HOLD_MS };
      const events = await run.fenced((tx) => claimEvents(tx, wanted));
      if (events.length === 0) return;
      await Promise.all(events.map((event) => attempt(to, event, claim, run)));
      if (run.signal.aborted) return;
    }
  }

  async function openLane(to: TargetAddress, run: Fencing): Promise<void> {
    try {
      await lane(to, run);
    } catch (error) {
      if (run.signal.aborted || error instanceof Fenced) return;
      log.error('Delivery to another application stopped; it is taken up again.', error, {
        application: to.target_app,
      });
    } finally {
      lanes.delete(to.id);
    }
  }

  const allLanes = async () => void (await Promise.all(lanes.values()));

  return {
    async tick(run) {
      for (const target of await run.fenced(listDueTargets)) {
        if (!lanes.has(target.id)) lanes.set(target.id, openLane(target, run));
      }
      const leaving = new AbortController();
      const patience = clock.sleep(PATIENCE_MS, leaving.signal).catch(() => undefined);
      await Promise.race([allLanes(), patience]);
      leaving.abort();
      const outcome = { affected: delivered, note: `${delivered} delivered, ${refused} refused` };
      [delivered, refused] = [0, 0];
      return outcome;
    },
    idle: allLanes,
  };
}
