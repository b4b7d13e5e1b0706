import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCoreError } from '#lib/core.ts';
import { useFormats } from '#lib/use-formats.ts';

/** A call that proves who somebody is, and what came of the last one. */
export interface Proof {
  readonly busy: boolean;
  /** Why the last attempt was refused, in the person's words. */
  readonly problem: string | null;
  /** Makes the attempt; `accepted` is called with the answer when it is not refused. */
  attempt<Answer>(
    call: () => Promise<Answer>,
    accepted: (answer: Answer) => void | Promise<void>,
  ): void;
}

/** Runs one proof at a time and says in words why it was refused. */
export function useProof(): Proof {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const explain = useProblemText();
  async function run<Answer>(
    call: () => Promise<Answer>,
    accepted: (answer: Answer) => void | Promise<void>,
  ) {
    setBusy(true);
    setProblem(null);
    try {
      await accepted(await call());
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setBusy(false);
    }
  }
  return { busy, problem, attempt: (call, accepted) => void run(call, accepted) };
}

/** Puts the refusals of `contract.identity.session` and `setUp` into words. */
function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation('identity');
  const formats = useFormats();
  return (error) => {
    if (!isCoreError(error)) return t(($) => $.signIn.failed, { message: String(error) });
    if (error.code === 'SIGN_IN_REFUSED') return t(($) => $.signIn.refused);
    if (error.code === 'ALREADY_SET_UP') return t(($) => $.setUp.already);
    if (error.code === 'THROTTLED') {
      const { retryAfterSeconds } = error.data as { retryAfterSeconds: number };
      return t(($) => $.signIn.throttled, { wait: formats.span(retryAfterSeconds * 1000) });
    }
    if (error.code === 'WEAK_PASSWORD') {
      const { reason, minimumLength } = error.data as {
        reason: 'too-short';
        minimumLength: number;
      };
      return t(($) => $.weak[reason], { count: minimumLength });
    }
    return t(($) => $.signIn.failed, { message: error.message });
  };
}
