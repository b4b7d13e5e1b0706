import { useEffect, useId } from 'react';
import { create } from 'zustand';

interface UnsavedChanges {
  /** Forms that hold changes nobody has saved. */
  readonly dirty: ReadonlySet<string>;
  /** A question to the person that is open; answer it by `answerLeave`. */
  readonly asking: ((leave: boolean) => void) | null;
}

/** What is unsaved on the page, and the question that follows from it. */
export const useUnsavedChanges = create<UnsavedChanges>()(() => ({
  dirty: new Set(),
  asking: null,
}));

/** Marks the calling part as holding unsaved changes while `dirty`; closing the window then asks first. */
export function useDirtyMark(dirty: boolean): void {
  const id = useId();
  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    useUnsavedChanges.setState(({ dirty: ids }) => ({ dirty: new Set(ids).add(id) }));
    return () => {
      window.removeEventListener('beforeunload', warn);
      useUnsavedChanges.setState(({ dirty: ids }) => ({
        dirty: new Set([...ids].filter((other) => other !== id)),
      }));
    };
  }, [dirty, id]);
}

/** Whether the page may be left: at once where nothing is unsaved, else as the person answers. */
export function mayLeave(): Promise<boolean> {
  const { dirty, asking } = useUnsavedChanges.getState();
  if (dirty.size === 0) return Promise.resolve(true);
  asking?.(false);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  useUnsavedChanges.setState({ asking: resolve });
  return promise;
}

/** Answers the open question. */
export function answerLeave(leave: boolean): void {
  useUnsavedChanges.getState().asking?.(leave);
  useUnsavedChanges.setState({ asking: null });
}
