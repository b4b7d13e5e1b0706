import { z } from 'zod';
import { procedure, timestamp } from '../procedure.ts';
import { passwordRefusal, passwordText, pinText, proofErrors } from './session.ts';
import { languages } from '../words/languages.ts';

const pinRefusal = {
  WEAK_PIN: {
    status: 422,
    message: 'Choose another PIN: no row, no repetition.',
    data: z.object({ reason: z.enum(['repeated', 'sequence']) }),
  },
} as const;

/** What each person may do to their own account. */
export const accountContract = {
  /** How this account can prove who it is. */
  security: procedure('signed-in').output(
    z.object({
      mfaEnabled: z.boolean(),
      recoveryCodesLeft: z.int(),
      pinSet: z.boolean(),
      passwordChangedAt: timestamp.nullable(),
      minimumPasswordLength: z.int(),
    }),
  ),
  /** Replaces one's own password; other sessions of the person end. */
  changePassword: procedure('signed-in')
    .input(z.strictObject({ currentPassword: passwordText, newPassword: passwordText }))
    .errors({ ...proofErrors, ...passwordRefusal })
    .output(z.object({ otherSessionsEnded: z.int() })),
  /** Starts a second factor: show `uri` as a QR code. Nothing changes until it is confirmed. */
  beginMfa: procedure('signed-in', { level: 'fresh' }).output(
    z.object({ uri: z.string(), secret: z.string() }),
  ),
  /** Turns the second factor on. The recovery codes are shown this once. */
  confirmMfa: procedure('signed-in', { level: 'fresh' })
    .input(z.strictObject({ code: z.string().regex(/^\d{6}$/u) }))
    .errors(proofErrors)
    .output(z.object({ recoveryCodes: z.array(z.string()) })),
  /** Turns the second factor off; refused while the password is too short without one. */
  disableMfa: procedure('signed-in', { level: 'fresh' })
    .input(z.strictObject({ password: passwordText }))
    .errors({ ...proofErrors, ...passwordRefusal })
    .output(z.object({})),
  /** Makes new recovery codes; the old ones stop working. */
  renewRecoveryCodes: procedure('signed-in', { level: 'fresh' }).output(
    z.object({ recoveryCodes: z.array(z.string()) }),
  ),
  /** Sets one's own PIN for badge sign-in, unlocking and confirming. */
  setPin: procedure('signed-in', { level: 'fresh' })
    .input(z.strictObject({ pin: pinText }))
    .errors(pinRefusal)
    .output(z.object({})),
  /** Sets the language the console speaks to this person. */
  setLocale: procedure('signed-in', { level: 'badge' })
    .input(z.strictObject({ locale: z.enum(languages) }))
    .output(z.object({})),
};
