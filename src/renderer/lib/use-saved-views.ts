import { useQuery } from '@tanstack/react-query';
import type { SavedView, ViewState } from '#contract/saved-views.ts';
import { orpc } from './core.ts';

export type { SavedView, ViewState };

const none: readonly SavedView[] = [];

/** The saved views of a screen: the person's own, and those that others share. */
export function useSavedViews(screen: string): readonly SavedView[] {
  const { data } = useQuery(
    orpc.operations.views.list.queryOptions({
      input: { screen },
      meta: { topics: ['operations.saved_views'] },
    }),
  );
  return data ?? none;
}
