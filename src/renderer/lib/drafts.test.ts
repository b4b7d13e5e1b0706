import { describe, expect, it } from 'vitest';
import { forgetDraft, keepDraft, readDraft } from './drafts.ts';
import type { DraftStorage } from './drafts.ts';

function storage(): DraftStorage & { readonly size: () => number } {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    size: () => kept.size,
  };
}

describe('drafts', () => {
  it('come back as they were kept', () => {
    const here = storage();
    const draft = { savedAt: 1_000, values: { name: '프레스 3', tags: ['a'] } };
    keepDraft('machine.3', draft, here);
    expect(readDraft('machine.3', here)).toEqual(draft);
    expect(readDraft('machine.4', here)).toBeUndefined();
  });

  it('are gone once forgotten', () => {
    const here = storage();
    keepDraft('a', { savedAt: 1, values: {} }, here);
    forgetDraft('a', here);
    expect(readDraft('a', here)).toBeUndefined();
  });

  it.each(['{"values":', '{"values":{}}', '[]', 'null'])('that read %s are thrown away', (text) => {
    const here = storage();
    here.setItem('signalbox.draft.a', text);
    expect(readDraft('a', here)).toBeUndefined();
    expect(here.size()).toBe(0);
  });
});
