import { useCallback, useState } from 'react';
import type { Acted, Alarm, SeenAlarm } from '#contract/alarms.ts';
import { client } from '#lib/core.ts';
import type { RowStore } from '#lib/row-store.ts';
import { useSignedIn } from '#lib/session.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { toast } from '#ui/toast-queue.ts';
import { needsAttention, seenAtChoice } from './queue-order.ts';
import type { ShelvingWish } from './shelve-dialog.tsx';
import { type SetAction, useTellActed } from './use-tell-acted.ts';

/** Something that is asked for before it is done. */
export type Asking = 'acknowledge' | 'shelve' | 'comment' | 'outOfService';

/** What may be done with the chosen alarms. */
export interface QueueCommands {
  readonly choose: (ids: ReadonlySet<string>) => void;
  /** The chosen alarms as they are now. */
  readonly chosen: readonly Alarm[];
  readonly chosenCount: number;
  /** How many of the chosen still wait for an acknowledgement. */
  readonly waitingCount: number;
  readonly busy: boolean;
  /** What is being asked for; null while nothing is. */
  readonly asking: Asking | null;
  readonly ask: (asking: Asking | null) => void;
  /** Acknowledges what is chosen; asks for a note first where one is needed. */
  readonly acknowledge: () => void;
  readonly acknowledgeWith: (note: string | undefined) => Promise<void>;
  readonly shelve: (wish: ShelvingWish) => Promise<void>;
  /** Makes the person the one who looks after the chosen alarms, or nobody where they are already. */
  readonly assign: () => void;
  readonly comment: (text: string) => Promise<void>;
  readonly reset: () => void;
  /** Asks that the first chosen alarm be taken out of service. */
  readonly requestOutOfService: (reason: string) => Promise<void>;
}

/** Remembers which alarms were chosen as they were seen, and acts on exactly those. */
export function useQueueCommands(store: RowStore<Alarm>): QueueCommands {
  const tell = useTellActed();
  const words = useErrorText();
  const { userId } = useSignedIn();
  const [seen, setSeen] = useState<ReadonlyMap<string, number>>(new Map());
  const [asking, ask] = useState<Asking | null>(null);
  const [busy, setBusy] = useState(false);
  const chosen = [...seen.keys()].flatMap((id) => store.get(id) ?? []);
  const waiting = chosen.filter(needsAttention);
  const ids = chosen.map(({ id }) => id);
  const isMine = chosen.length > 0 && chosen.every(({ assignedTo }) => assignedTo === userId);

  const choose = useCallback(
    (chosenIds: ReadonlySet<string>) =>
      setSeen((before) => seenAtChoice(before, chosenIds, (id) => store.get(id)?.annunciation)),
    [store],
  );

  const asSeen = (alarms: readonly Alarm[]): SeenAlarm[] =>
    alarms.map(({ id, annunciation }) => ({ id, annunciation: seen.get(id) ?? annunciation }));

  /** Told of what came again, the person has now seen it. */
  function lookAgain({ skipped }: Acted): void {
    const changed = new Set(skipped.flatMap(({ id, reason }) => (reason === 'changed' ? id : [])));
    setSeen((before) => {
      const unchanged = new Map([...before].filter(([id]) => !changed.has(id)));
      return seenAtChoice(unchanged, new Set(before.keys()), (id) => store.get(id)?.annunciation);
    });
  }

  async function act(action: SetAction, call: () => Promise<Acted>): Promise<void> {
    setBusy(true);
    try {
      const outcome = await withProof(call);
      tell(action, outcome);
      lookAgain(outcome);
    } finally {
      setBusy(false);
    }
  }

  function actNow(action: SetAction, call: () => Promise<Acted>): void {
    if (chosen.length === 0 || busy) return;
    act(action, call).catch((error: unknown) => toast({ tone: 'error', title: words(error) }));
  }

  const acknowledgeWith = (note: string | undefined): Promise<void> =>
    act('acknowledge', () =>
      client.alarms.acknowledge({
        alarms: asSeen(waiting),
        ...(note !== undefined && { note }),
      }),
    );

  return {
    choose,
    chosen,
    chosenCount: seen.size,
    waitingCount: waiting.length,
    busy,
    asking,
    ask,
    acknowledge() {
      if (waiting.length === 0 || busy) return;
      if (waiting.some(({ noteRequired }) => noteRequired)) ask('acknowledge');
      else
        acknowledgeWith(undefined).catch((error: unknown) =>
          toast({ tone: 'error', title: words(error) }),
        );
    },
    acknowledgeWith,
    shelve: (wish) =>
      act('shelve', () => client.alarms.shelving.shelve({ alarms: asSeen(chosen), ...wish })),
    assign: () =>
      actNow(isMine ? 'release' : 'assign', () =>
        client.alarms.assign({ ids, to: isMine ? null : userId }),
      ),
    comment: (text) => act('comment', () => client.alarms.comment({ ids, text })),
    reset: () => actNow('reset', () => client.alarms.reset({ ids })),
    async requestOutOfService(reason) {
      const [alarm] = chosen;
      if (!alarm) return;
      const request = () => client.alarms.outOfService.request({ alarmId: alarm.id, reason });
      await withProof(request);
      tell('outOfService', { done: [alarm.id], skipped: [] });
    },
  };
}
