import { useEffect, useEffectEvent } from 'react';
import { listenForBadges } from './listen-for-badges.ts';
import { usePreferences } from './preferences.ts';

/** A badge typed by a keyboard reader, with how this station's reader writes numbers. */
export interface BadgeScan {
  readonly keys: string;
  readonly form: 'hex' | 'decimal';
}

/** Hears badges typed by a keyboard reader anywhere in the window while the component is there. */
export function useBadgeScan(onBadge: (scan: BadgeScan) => void): void {
  const heard = useEffectEvent((keys: string) =>
    onBadge({ keys, form: usePreferences.getState().wedgeForm }),
  );
  useEffect(() => {
    const listening = listenForBadges((keys) => heard(keys));
    return () => listening[Symbol.dispose]();
  }, []);
}
