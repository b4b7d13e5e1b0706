import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEvent } from '#contract/shopfloor/sync.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { StatusTone } from '#ui/status-badge.tsx';
import type texts from '../../../locales/en/applications.json';

type Words = TFunction<'applications'>;

/** The states of an event as people tell them apart. */
export const syncStates = ['pending', 'processed', 'failed', 'discarded'] as const;

/** One of {@link syncStates}. */
export type SyncStateName = (typeof syncStates)[number] | 'retrying';

/** The state that counts for people: retried, discarded. */
export function stateOf({ status, retryCount, discardedAt }: SyncEvent): SyncStateName {
  if (status === 'failed') return discardedAt === null ? 'failed' : 'discarded';
  return status === 'pending' && retryCount > 0 ? 'retrying' : status;
}

const tones: Readonly<Record<SyncStateName, StatusTone>> = {
  pending: 'active',
  retrying: 'warning',
  processed: 'normal',
  failed: 'fault',
  discarded: 'off',
};

/** The state of an event as shape and word. */
export function SyncState({ event, t }: { readonly event: SyncEvent; readonly t: Words }) {
  const state = stateOf(event);
  return <StatusBadge tone={tones[state]}>{t(($) => $.state[state])}</StatusBadge>;
}

/**
 * Puts what happened into words; what other applications tell stays as they write it. A dot parts
 * keys for the translator, so keys have a hyphen.
 */
export function useTypeName(): (eventType: string) => string {
  const { t, i18n } = useTranslation('applications');
  return useCallback(
    (eventType) => {
      const key = eventType.replace('.', '-');
      const known = i18n.exists(`type.${key}`, { ns: 'applications' });
      return known ? t(($) => $.type[key as keyof typeof texts.type]) : eventType;
    },
    [t, i18n],
  );
}
