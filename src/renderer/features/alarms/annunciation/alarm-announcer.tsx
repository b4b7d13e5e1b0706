import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlarmSummary } from '#contract/alarms/queue.ts';
import type { SpokenPriority } from './spoken-alarms.ts';
import { newsSince, toldUpTo } from './spoken-alarms.ts';

/** A flood of alarms is one sentence in this time, or nothing else could be heard. Milliseconds. */
const QUIET_MS = 10_000;

interface Announcement {
  readonly key: number;
  readonly priority: SpokenPriority;
  readonly count: number;
}

/** Reads new urgent alarms out to screen readers: P1 at once, P2 when they pause. */
export function AlarmAnnouncer({ summary }: { readonly summary: AlarmSummary }) {
  const { t } = useTranslation('annunciation');
  const said = useAnnouncement(summary);
  const words = said && (
    <span key={said.key}>
      {t(($) => $.spoken, { priority: said.priority.slice(1), count: said.count })}
    </span>
  );
  return (
    <div className="visually-hidden">
      <div role="alert">{said?.priority === 'P1' && words}</div>
      <div role="status">{said?.priority === 'P2' && words}</div>
    </div>
  );
}

function useAnnouncement({
  newestUnacknowledgedAt: waiting,
  unacknowledged,
}: AlarmSummary): Announcement | null {
  // What waited when the page was opened is in the bar already.
  const told = useRef(waiting);
  const last = useRef(-QUIET_MS);
  const [said, say] = useState<Announcement | null>(null);
  useEffect(() => {
    const priority = newsSince(told.current, waiting);
    if (priority === null) return undefined;
    const pause = last.current + QUIET_MS - performance.now();
    const timer = setTimeout(
      () => {
        last.current = performance.now();
        told.current = toldUpTo(told.current, waiting);
        say({ key: last.current, priority, count: unacknowledged[priority] });
      },
      Math.max(0, pause),
    );
    return () => clearTimeout(timer);
  }, [waiting, unacknowledged]);
  return said;
}
