import { useMutation } from '@tanstack/react-query';
import { toast } from './toast-queue.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';

/** How an action tells the person what came of it. */
export interface ActionOptions<Answer> {
  /** Said when it worked; nothing is said without it. */
  readonly done?: (answer: Answer) => string | undefined;
  readonly onDone?: (answer: Answer) => void;
  /**
   * Puts a refusal of this action into words; `undefined` leaves it to the common texts, `null`
   * says that the caller has shown it already.
   */
  readonly refused?: (error: unknown) => string | null | undefined;
}

/** Something a person does to the core's data. */
export interface Action<Input> {
  readonly busy: boolean;
  /** Does it, without waiting for the outcome. */
  readonly run: (input: Input) => void;
}

/** Does something once, asks for a fresh proof where the core wants one, and says what came of it. */
export function useAction<Input, Answer>(
  call: (input: Input) => Promise<Answer>,
  { done, onDone, refused }: ActionOptions<Answer> = {},
): Action<Input> {
  const words = useErrorText();
  const { mutate, isPending } = useMutation({
    mutationFn: (input: Input) => withProof(() => call(input)),
    onSuccess(answer) {
      const title = done?.(answer);
      if (title !== undefined) toast({ tone: 'success', title });
      onDone?.(answer);
    },
    onError(error) {
      const own = refused?.(error);
      if (own !== null) toast({ tone: 'error', title: own ?? words(error) });
    },
  });
  return { busy: isPending, run: mutate };
}
