import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Machine } from '#contract/shopfloor/machines.ts';
import type { AffectedSession } from '#contract/shopfloor/service-state.ts';
import { client } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { changedFields, type BulkChange } from './bulk-change.ts';

/** What became of one machine. */
export type BulkOutcome = 'saved' | { readonly failure: string };

/** What is done to each machine. */
export interface BulkOrder {
  readonly change: BulkChange;
  readonly putBack: boolean;
  /** Why they are taken out of service, and the sessions that may end with it. */
  readonly takeOut: {
    readonly reason: string;
    readonly sessions: readonly AffectedSession[];
  } | null;
}

/** A change of many machines under way, and what came of each so far. */
export interface BulkRun {
  readonly running: boolean;
  readonly outcomes: ReadonlyMap<string, BulkOutcome>;
  /** Does it to one machine after the other; resolves after the last, or where it was stopped. */
  readonly start: (machines: readonly Machine[], order: BulkOrder) => Promise<void>;
  /** What is done stays done. */
  readonly stop: () => void;
}

/** Changes machines one by one, and keeps what came of each. */
export function useBulkRun(): BulkRun {
  const words = useErrorText();
  const queries = useQueryClient();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, BulkOutcome>>(new Map());
  const [running, setRunning] = useState<AbortController | null>(null);
  return {
    running: running !== null,
    outcomes,
    async start(machines, order) {
      const control = new AbortController();
      setOutcomes(new Map());
      setRunning(control);
      for (const machine of machines) {
        if (control.signal.aborted) break;
        const outcome = await save(machine, order).then(
          () => 'saved' as const,
          (error: unknown) => ({ failure: words(error) }),
        );
        setOutcomes((before) => new Map(before).set(machine.id, outcome));
      }
      setRunning(null);
      void queries.invalidateQueries({ queryKey: ['shopfloor', 'whole'] });
    },
    stop: () => running?.abort(),
  };
}

async function save(machine: Machine, { change, putBack, takeOut }: BulkOrder): Promise<void> {
  const version = await withService(machine, putBack, takeOut);
  if (Object.keys(change).length === 0) return;
  const changed = { ...changedFields(machine, change), id: machine.id, version };
  await withProof(() => client.shopfloor.machines.update(changed));
}

/** Puts the machine in or out of service where it is not yet; answers the version that stands then. */
async function withService(
  { id, active, version }: Machine,
  putBack: boolean,
  takeOut: BulkOrder['takeOut'],
): Promise<number> {
  const place = { what: 'machine', id, version } as const;
  const { serviceState } = client.shopfloor;
  if (putBack && !active) return (await withProof(() => serviceState.putBack(place))).version;
  if (takeOut === null || !active) return version;
  const sessions = takeOut.sessions
    .filter(({ machine }) => machine.id === id)
    .map((session) => session.id);
  const { reason } = takeOut;
  return (await withProof(() => serviceState.takeOut({ ...place, reason, sessions }))).version;
}
