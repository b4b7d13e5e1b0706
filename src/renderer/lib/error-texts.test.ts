import { isContractProcedure } from '@orpc/contract';
import { describe, expect, it } from 'vitest';
import { contract } from '#contract/index.ts';
import type { ProcedureMeta } from '#contract/procedure.ts';
import texts from '../locales/en/errors.json';

/** Every error that people may be answered; what programs are answered, they read by its code. */
function codesOf(part: object): string[] {
  if (!isContractProcedure(part))
    return Object.values(part).flatMap((one) => codesOf(one as object));
  const { meta, errorMap } = part['~orpc'];
  return (meta as ProcedureMeta).permission === 'token' ? [] : Object.keys(errorMap);
}

const codes = [...new Set(codesOf(contract))].toSorted();

describe('the texts of errors', () => {
  it('have errors to look for', () => {
    expect(codes).toContain('MACHINE_BUSY');
  });

  it.each(codes)('tell a person what %s means', (code) => {
    expect(Object.keys(texts)).toContain(code);
  });
});
