import { z } from 'zod';
import { procedure } from '../procedure.ts';
import { passwordRefusal, passwordText, signInOutcome } from './session.ts';
import { languages } from '../words/languages.ts';

/** The first run: there is no default user, so the first person makes the first administrator. */
export const setUpContract = {
  /** Whether anybody exists yet. */
  status: procedure('public').output(
    z.object({ needsAdministrator: z.boolean(), minimumPasswordLength: z.int() }),
  ),
  /** Makes the first administrator and signs in. Works once, while no user exists. */
  createFirstAdministrator: procedure('public')
    .input(
      z.strictObject({
        username: z.string().trim().min(2).max(64),
        fullName: z.string().trim().min(1).max(200),
        email: z.email().max(254).optional(),
        locale: z.enum(languages).default('en'),
        password: passwordText,
      }),
    )
    .errors({
      ...passwordRefusal,
      /** Somebody else was first; sign in instead. */
      ALREADY_SET_UP: { status: 409, message: 'An administrator exists already. Sign in.' },
    })
    .output(signInOutcome),
};
