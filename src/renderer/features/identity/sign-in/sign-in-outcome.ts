import type { z } from 'zod';
import type { signInOutcome } from '#contract/identity/session.ts';

/** What signing in led to: a session, or one more question. */
export type SignInOutcome = z.infer<typeof signInOutcome>;
