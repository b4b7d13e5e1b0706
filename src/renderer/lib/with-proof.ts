import { isCoreError } from './core.ts';
import { askForProof } from './step-up.ts';

/**
 * Makes a call; where the core wants a fresh proof first, asks the person for it and makes the call
 * again. Rejects with the core's refusal when the person gives none.
 */
export async function withProof<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    const wanted = isCoreError(error) && error.code === 'STEP_UP_REQUIRED';
    if (!wanted || !(await askForProof())) throw error;
    return call();
  }
}
