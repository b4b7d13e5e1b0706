import { describe, expect, it } from 'vitest';
import { openingStatements } from './owner.ts';

const kim = '00000000-0000-4000-8000-000000000001';

describe('the statements that open a transaction', () => {
  it('set the person for this transaction only', () => {
    expect(openingStatements({ userId: kim }, { readOnly: false })).toBe(
      `begin; select set_config('app.user_id', '${kim}', true)`,
    );
  });

  it('set the display, and no person', () => {
    expect(openingStatements({ displayId: kim }, { readOnly: false })).toBe(
      `begin; select set_config('app.display_id', '${kim}', true)`,
    );
  });

  it('set the task, quoted', () => {
    expect(openingStatements({ task: "o'clock" }, { readOnly: true })).toBe(
      `begin read only; select set_config('app.system', 'o''clock', true), set_config('application_name', 'signalbox o''clock', true)`,
    );
  });

  it('let plans be kept for this transaction only, where it asks for that', () => {
    expect(openingStatements({ userId: kim }, { readOnly: false, keepPlans: true })).toBe(
      `begin; select set_config('app.user_id', '${kim}', true), set_config('plan_cache_mode', 'force_generic_plan', true)`,
    );
  });

  it.each([
    { displayId: '' },
    { displayId: "'x'" },
    { userId: '' },
    { userId: "x'; drop table y" },
    { userId: `${kim} ` },
    { task: '' },
  ])('are refused for %o', (owner) => {
    expect(() => openingStatements(owner, { readOnly: false })).toThrow(TypeError);
  });
});
