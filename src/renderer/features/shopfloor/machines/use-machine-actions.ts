import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { useCan, useSignedIn } from '#lib/session.ts';
import { useAction } from '#ui/use-action.ts';
import type { Action } from '#ui/use-action.ts';
import { useRefusalText } from './use-refusal-text.ts';

/** What the person at the console may do with sessions. */
export interface SessionActions {
  readonly start: Action<{ machineId: string }>;
  /** Ends one's own session. */
  readonly end: Action<{ sessionId: string }>;
  readonly mayStart: boolean;
  /** Whether a session of that person may be ended here, and how. */
  readonly endingOf: (userId: string | null) => 'own' | 'other' | 'none';
}

/** Starting and ending sessions, each with its refusals in words. */
export function useSessionActions(): SessionActions {
  const { t } = useTranslation('shopfloor');
  const refused = useRefusalText();
  const { userId } = useSignedIn();
  const [mayOperate, mayEndOthers] = [useCan('machine:operate'), useCan('session:end')];
  const start = useAction(
    (input: { machineId: string }) => client.shopfloor.sessions.start(input),
    { done: ({ machine }) => t(($) => $.done.started, { machine: machine.name }), refused },
  );
  const end = useAction((input: { sessionId: string }) => client.shopfloor.sessions.end(input), {
    done: ({ machine }) => t(($) => $.done.ended, { machine: machine.name }),
    refused,
  });
  return {
    start,
    end,
    mayStart: mayOperate,
    endingOf(owner) {
      if (mayOperate && owner === userId) return 'own';
      return mayEndOthers ? 'other' : 'none';
    },
  };
}
