import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Acted, Alarm, SeenAlarm, SkipReason } from '#contract/alarms.ts';
import { client } from '#lib/core.ts';
import type { RowStore } from '#lib/row-store.ts';
import { useSignedIn } from '#lib/session.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { useWhileSame } from '#lib/use-while-same.ts';
import { withProof } from '#lib/with-proof.ts';
import { toast } from '#ui/toast-queue.ts';
import { needsAttention } from './queue-order.ts';
import { type Seen, seenAfter, type SeenAlarms, seenAtChoice } from './seen-alarms.ts';
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

/** What became of chosen alarms that have left the queue since: an action leaves them alone. */
const leftAlone = (ids: readonly string[]): Acted['skipped'] =>
  ids.map((id) => ({ id, reason: 'not-found' satisfies SkipReason }));

/** Remembers which alarms were chosen as they were seen, and acts on exactly those. */
export function useQueueCommands(store: RowStore<Alarm>): QueueCommands {
  const { t } = useTranslation('alarmActions');
  const tell = useTellActed();
  const words = useErrorText();
  const { userId } = useSignedIn();
  const [seen, setSeen] = useState<SeenAlarms>(new Map());
  const [asking, ask] = useState<Asking | null>(null);
  const [busy, setBusy] = useState(false);
  const ids = [...seen.keys()];
  const chosen = ids.flatMap((id) => store.get(id) ?? []);
  const isWaiting = (id: string): boolean => {
    const alarm = store.get(id);
    return seen.get(id)?.waiting === true || (alarm !== undefined && needsAttention(alarm));
  };
  const waiting = ids.filter(isWaiting);
  const isMine = chosen.length > 0 && chosen.every(({ assignedTo }) => assignedTo === userId);

  const choose = useCallback(
    (chosenIds: ReadonlySet<string>) =>
      setSeen((before) => seenAtChoice(before, chosenIds, store.get)),
    [store],
  );

  const asSeen = (those: readonly string[]): SeenAlarm[] =>
    those.flatMap((id) => {
      const annunciation = seen.get(id)?.annunciation;
      return annunciation === undefined ? [] : [{ id, annunciation }];
    });

  /** Acts on those that are still in the queue and tells of all; `did` is what is seen of the done. */
  async function act(
    action: SetAction,
    { on, did = {} }: { readonly on: readonly string[]; readonly did?: Partial<Seen> },
    call: (those: readonly string[]) => Promise<Acted>,
  ): Promise<void> {
    setBusy(true);
    try {
      const there = on.filter((id) => store.get(id));
      const gone = leftAlone(on.filter((id) => !store.get(id)));
      const acted =
        there.length > 0 ? await withProof(() => call(there)) : { done: [], skipped: [] };
      const outcome = { ...acted, skipped: [...acted.skipped, ...gone] };
      tell(action, outcome);
      setSeen((before) => seenAfter(before, outcome, did, store.get));
    } finally {
      setBusy(false);
    }
  }

  function actNow(...given: Parameters<typeof act>): void {
    if (given[1].on.length === 0 || busy) return;
    act(...given).catch((error: unknown) => toast({ tone: 'error', title: words(error) }));
  }

  const acknowledging = (note: string | undefined): Parameters<typeof act> => [
    'acknowledge',
    { on: waiting, did: { waiting: false } },
    (those) =>
      client.alarms.acknowledge({ alarms: asSeen(those), ...(note !== undefined && { note }) }),
  ];

  const commands: QueueCommands = {
    choose,
    chosen,
    chosenCount: seen.size,
    waitingCount: waiting.length,
    busy,
    asking,
    ask,
    acknowledge() {
      const needsNote = chosen.some(({ id, noteRequired }) => noteRequired && isWaiting(id));
      if (needsNote) ask('acknowledge');
      else actNow(...acknowledging(undefined));
    },
    acknowledgeWith: (note) => act(...acknowledging(note)),
    shelve: (wish) =>
      act('shelve', { on: ids }, (those) =>
        client.alarms.shelving.shelve({ alarms: asSeen(those), ...wish }),
      ),
    assign() {
      const to = isMine ? null : userId;
      actNow(isMine ? 'release' : 'assign', { on: ids, did: { assignedTo: to } }, (those) =>
        client.alarms.assign({
          alarms: those.map((id) => ({ id, assignedTo: seen.get(id)?.assignedTo ?? null })),
          to,
        }),
      );
    },
    comment: (text) =>
      act('comment', { on: ids }, (those) => client.alarms.comment({ ids: [...those], text })),
    reset: () =>
      actNow('reset', { on: ids }, (those) => client.alarms.reset({ alarms: asSeen(those) })),
    async requestOutOfService(reason) {
      const [alarmId] = ids;
      if (alarmId === undefined) return;
      await withProof(() => client.alarms.outOfService.request({ alarmId, reason }));
      tell('outOfService', { done: [alarmId], skipped: [] });
    },
  };
  // Other alarms come and go many times a second in a flood; what is drawn of these stays.
  return useWhileSame(commands, [t, userId, seen, asking, busy, waiting.length, ...chosen]);
}
