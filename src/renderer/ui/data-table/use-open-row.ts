import { startTransition, useCallback, useState } from 'react';

/** Which row of a table has its details open. */
export interface OpenRow {
  /** Null while nothing is open. */
  readonly openId: string | null;
  /** For `onActiveChange`: details follow the cursor. */
  readonly follow: (id: string | null) => void;
  /** For the panel: closes it until the cursor moves or the row is opened again. */
  readonly close: () => void;
  /** For `onOpen`: opens the details of the row under the cursor again. */
  readonly reopen: () => void;
}

/** Details that follow the cursor of a table and can be closed. */
export function useOpenRow(): OpenRow {
  const [activeId, setActiveId] = useState<string | null>(null);
  const [closed, setClosed] = useState(false);
  // The cursor moves at once; the details may take a moment longer.
  const follow = useCallback(
    (id: string | null) =>
      startTransition(() => {
        setActiveId(id);
        setClosed(false);
      }),
    [],
  );
  const close = useCallback(() => setClosed(true), []);
  const reopen = useCallback(() => setClosed(false), []);
  return { openId: closed ? null : activeId, follow, close, reopen };
}
