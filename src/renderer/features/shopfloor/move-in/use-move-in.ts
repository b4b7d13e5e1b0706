import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MoveInReport, MoveInSource, MoveInStep } from '#contract/shopfloor/move-in.ts';
import { client, isCoreError } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';

/** What is done with a source. */
export type MoveInAct = 'rehearse' | 'move';

type Progress = Extract<MoveInStep, { kind: 'progress' }>;

/** What runs now, and what came of the last. */
export interface MoveInWork {
  readonly running: { readonly act: MoveInAct; readonly step: Progress | undefined } | null;
  readonly done: {
    readonly act: MoveInAct;
    readonly source: MoveInSource;
    readonly report: MoveInReport;
  } | null;
  readonly failure: { readonly act: MoveInAct; readonly text: string } | null;
  start(act: MoveInAct, source: MoveInSource): void;
  cancel(): void;
}

const nothing = { running: null, done: null, failure: null };

/** Rehearses or moves, one at a time; leaving the screen or cancelling ends it. */
export function useMoveIn(): MoveInWork {
  const { t } = useTranslation('moveIn');
  const words = useErrorText();
  const [state, setState] = useState<Omit<MoveInWork, 'start' | 'cancel'>>(nothing);
  const leaving = useRef<AbortController>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  function textOf(error: unknown): string {
    if (isCoreError(error) && error.code === 'SOURCE_UNREADABLE') {
      return (error.data as { readonly why: string }).why;
    }
    const busy = isCoreError(error) && error.code === 'MOVE_IN_RUNNING';
    return busy ? t(($) => $.alreadyRunning) : words(error);
  }

  async function follow(act: MoveInAct, source: MoveInSource, signal: AbortSignal): Promise<void> {
    const { moveIn } = client.shopfloor;
    const steps = await withProof(() => moveIn[act](source, { signal }));
    for await (const step of steps) {
      if (signal.aborted) return;
      if (step.kind === 'progress') setState({ ...nothing, running: { act, step } });
      else setState({ ...nothing, done: { act, source, report: step.report } });
    }
  }

  return {
    ...state,
    start(act, source) {
      const control = new AbortController();
      leaving.current = control;
      setState({ ...nothing, running: { act, step: undefined } });
      follow(act, source, control.signal).catch((error: unknown) => {
        const text = control.signal.aborted ? t(($) => $.cancelled[act]) : textOf(error);
        setState({ ...nothing, failure: { act, text } });
      });
    },
    cancel() {
      const act = state.running?.act ?? 'rehearse';
      leaving.current?.abort();
      setState({ ...nothing, failure: { act, text: t(($) => $.cancelled[act]) } });
    },
  };
}
