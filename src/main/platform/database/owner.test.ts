import { describe, expect, it } from 'vitest';
import { openingStatements } from './owner.ts';

const kim = '00000000-0000-4000-8000-000000000001';

describe('the statements that open a transaction', () => {
  it('set the person for this transaction only', () => {
    expect(openingStatements({ userId: kim }, false)).toBe(
      `begin; select set_config('app.user_id', '${kim}', true)`,
    );
  });

  it('set the task, quoted', () => {
    expect(openingStatements({ task: "o'clock" }, true)).toBe(
      `begin read only; select set_config('app.system', 'o''clock', true), set_config('application_name', 'signalbox o''clock', true)`,
    );
  });

  it.each([{ userId: '' }, { userId: "x'; drop table y" }, { userId: `${kim} ` }, { task: '' }])(
    'are refused for %o',
    (owner) => {
      expect(() => openingStatements(owner, false)).toThrow(TypeError);
    },
  );
});
