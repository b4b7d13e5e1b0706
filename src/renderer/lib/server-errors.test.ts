import { describe, expect, it } from 'vitest';
import { fieldProblemsOf } from './server-errors.ts';

describe('fieldProblemsOf', () => {
  it('names the entry whose value is taken', () => {
    const failure = Object.assign(new Error('in use'), {
      code: 'DUPLICATE',
      data: { field: 'code' },
    });
    expect(fieldProblemsOf(failure)).toEqual([{ field: 'code', problem: 'taken' }]);
  });

  it('names each entry that the server refuses', () => {
    const issues = [
      { message: 'Too small', path: ['lines', 0, 'quantity'] },
      { message: 'Required', path: ['name'] },
    ];
    expect(fieldProblemsOf({ code: 'BAD_REQUEST', data: { issues } })).toEqual([
      { field: 'lines.0.quantity', problem: { message: 'Too small' } },
      { field: 'name', problem: { message: 'Required' } },
    ]);
  });

  it.each([null, 'no', new Error('no'), { code: 'DUPLICATE', data: null }, { code: 'CONFLICT' }])(
    'names none where the failure is about something else: %j',
    (failure) => expect(fieldProblemsOf(failure)).toEqual([]),
  );
});
