import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';
import { viewParamsOf, withViewChange } from './view-params.ts';
import type { ViewChange, ViewParams } from './view-params.ts';

/**
 * What a screen shows of its rows, kept in the address so that it can be shared and outlives a
 * reload. Names are prefixed with the screen's, so that each screen remembers its own. The function
 * that changes it stays the same while the path does.
 */
export function useViewParams<Name extends string>(
  screen: string,
  names: readonly Name[],
): [ViewParams<Name>, (change: ViewChange<Name>) => void] {
  const [location, navigate] = useLocation();
  const search = useSearch();
  const change = useCallback(
    (changed: ViewChange<Name>) =>
      // The bare question mark empties the search part; without it the old one would stay.
      navigate(`${location}?${withViewChange(globalThis.location.search, screen, changed)}`, {
        replace: true,
      }),
    [location, navigate, screen],
  );
  return [viewParamsOf(search, screen, names), change];
}
