import { beforeEach, describe, expect, it } from 'vitest';
import { answerLeave, mayLeave, useUnsavedChanges } from './unsaved-changes.ts';

beforeEach(() => useUnsavedChanges.setState({ dirty: new Set(), asking: null }));

describe('mayLeave', () => {
  it('lets the person go where nothing is unsaved', async () => {
    expect(await mayLeave()).toBe(true);
  });

  it.each([true, false])('waits for the answer %s where something is unsaved', async (answer) => {
    useUnsavedChanges.setState({ dirty: new Set(['form']) });
    const leaving = mayLeave();
    expect(useUnsavedChanges.getState().asking).not.toBeNull();
    answerLeave(answer);
    expect(await leaving).toBe(answer);
    expect(useUnsavedChanges.getState().asking).toBeNull();
  });

  it('stays for the first question when a second one is asked', async () => {
    useUnsavedChanges.setState({ dirty: new Set(['form']) });
    const [first, second] = [mayLeave(), mayLeave()];
    answerLeave(true);
    expect([await first, await second]).toEqual([false, true]);
  });
});
