import { useCallback } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { mayLeave } from '#lib/unsaved-changes.ts';

/** Screens lie behind the `#`, because one page is all that the core serves. */
export const hashHref = (href: string): string => `#${href}`;

/** Goes to another screen once the person has agreed to leave what is unsaved, if anything is. */
export const useGuardedLocation: typeof useHashLocation = (options) => {
  const [location, go] = useHashLocation(options);
  const goWhenAllowed = useCallback<typeof go>(
    (to, how) => {
      void mayLeave().then((allowed) => allowed && go(to, how));
    },
    [go],
  );
  return [location, goWhenAllowed];
};
