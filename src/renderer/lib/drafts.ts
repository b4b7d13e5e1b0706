import { z } from 'zod';

/** What a person entered and did not save. */
export interface Draft {
  /** When it was last changed, in milliseconds. */
  readonly savedAt: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The part of the Web Storage interface that drafts need. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const draftSchema = z.object({ savedAt: z.number(), values: z.record(z.string(), z.unknown()) });
const storageKey = (key: string): string => `signalbox.draft.${key}`;

/** Storage of this window only: another person at a shared console must not find it. */
function windowStorage(): DraftStorage {
  return globalThis.sessionStorage;
}

/** The draft kept under `key`; undefined where there is none or it cannot be read. */
export function readDraft(key: string, storage = windowStorage()): Draft | undefined {
  const text = storage.getItem(storageKey(key));
  if (text === null) return undefined;
  try {
    return draftSchema.parse(JSON.parse(text));
  } catch {
    // Written by an older version or cut off; it can never be used again.
    storage.removeItem(storageKey(key));
    return undefined;
  }
}

/** Keeps a draft under `key`. Never pass secrets: leave password fields out of `values`. */
export function keepDraft(key: string, draft: Draft, storage = windowStorage()): void {
  storage.setItem(storageKey(key), JSON.stringify(draft));
}

/** Forgets the draft under `key`. */
export function forgetDraft(key: string, storage = windowStorage()): void {
  storage.removeItem(storageKey(key));
}
