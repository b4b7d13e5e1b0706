import type { StateStorage } from 'zustand/middleware';

function memoryStorage(): StateStorage {
  const values = new Map<string, string>();
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
    removeItem: (name) => void values.delete(name),
  };
}

function localStorageWorks(): boolean {
  try {
    const probe = 'signalbox.probe';
    globalThis.localStorage.setItem(probe, probe);
    globalThis.localStorage.removeItem(probe);
    return true;
  } catch {
    // Private windows and blocked cookies throw on the first access; preferences then last one visit.
    return false;
  }
}

/** What is kept on this machine between visits; lasts only until reload where the browser forbids storage. */
export const browserStorage: StateStorage = localStorageWorks()
  ? globalThis.localStorage
  : memoryStorage();
