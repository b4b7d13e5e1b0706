import { useCallback, useState } from 'react';
import type { Alarm } from '#contract/alarms.ts';
import type { RowStore } from '#lib/row-store.ts';
import { toast } from '#ui/toast-queue.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { needsAttention, seenAtChoice } from './queue-order.ts';
import { useAcknowledge } from './use-acknowledge.ts';

/** What may be done with the chosen alarms. */
export interface QueueCommands {
  readonly choose: (ids: ReadonlySet<string>) => void;
  readonly chosenCount: number;
  /** How many of the chosen still wait for an acknowledgement. */
  readonly waitingCount: number;
  readonly busy: boolean;
  /** A note is being asked for. */
  readonly asking: boolean;
  readonly stopAsking: () => void;
  /** Acknowledges what is chosen; asks for a note first where one is needed. */
  readonly acknowledge: () => void;
  readonly acknowledgeWith: (note: string | undefined) => Promise<void>;
}

/** Remembers which alarms were chosen as they were seen, and acknowledges exactly those. */
export function useQueueCommands(store: RowStore<Alarm>): QueueCommands {
  const send = useAcknowledge();
  const words = useErrorText();
  const [seen, setSeen] = useState<ReadonlyMap<string, number>>(new Map());
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const chosen = [...seen.keys()].flatMap((id) => store.get(id) ?? []);
  const waiting = chosen.filter(needsAttention);

  const choose = useCallback(
    (ids: ReadonlySet<string>) =>
      setSeen((before) => seenAtChoice(before, ids, (id) => store.get(id)?.annunciation)),
    [store],
  );

  async function acknowledgeWith(note: string | undefined): Promise<void> {
    setBusy(true);
    try {
      const { skipped } = await send(
        waiting.map(({ id, annunciation }) => ({ id, annunciation: seen.get(id) ?? annunciation })),
        note,
      );
      // Told of it, the person has now seen what came again.
      const changed = new Set(
        skipped.flatMap(({ id, reason }) => (reason === 'changed' ? id : [])),
      );
      setSeen((before) => {
        const unchanged = new Map([...before].filter(([id]) => !changed.has(id)));
        return seenAtChoice(unchanged, new Set(before.keys()), (id) => store.get(id)?.annunciation);
      });
    } finally {
      setBusy(false);
    }
  }

  return {
    choose,
    chosenCount: seen.size,
    waitingCount: waiting.length,
    busy,
    asking,
    stopAsking: () => setAsking(false),
    acknowledge() {
      if (waiting.length === 0 || busy) return;
      if (waiting.some(({ noteRequired }) => noteRequired)) setAsking(true);
      else
        acknowledgeWith(undefined).catch((error: unknown) =>
          toast({ tone: 'error', title: words(error) }),
        );
    },
    acknowledgeWith,
  };
}
