import { create } from 'zustand';

/** Whether a fresh proof is being asked for. */
export const useStepUp = create<{ readonly asked: boolean }>()(() => ({ asked: false }));

let waiting: {
  readonly promise: Promise<boolean>;
  readonly resolve: (proven: boolean) => void;
} | null = null;

/** Asks the person for a fresh proof; answers whether it was given. Callers at the same time share one question. */
export function askForProof(): Promise<boolean> {
  if (!waiting) {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    waiting = { promise, resolve };
    useStepUp.setState({ asked: true });
  }
  return waiting.promise;
}

/** Ends the question that {@link askForProof} asked. */
export function settleStepUp(proven: boolean): void {
  useStepUp.setState({ asked: false });
  waiting?.resolve(proven);
  waiting = null;
}
