/** The state of an event for one application, as the database keeps it (source 004). */
export interface SyncState {
  readonly status: 'pending' | 'processed' | 'failed';
  /** Attempts after the first. */
  readonly retryCount: number;
  readonly discarded: boolean;
}

/** What happens to an event: the application's answer to an attempt, or what a person decides. */
export type SyncAct = 'accepted' | 'refused' | 'retry' | 'discard';

/** Retries after the first attempt; then the event is given up. */
export const MOST_RETRIES = 5;

/** Pauses before each retry: some ten seconds first, some two hours last. Milliseconds. */
const pauses = [10_000, 60_000, 300_000, 1_800_000, 7_200_000] as const;

const afterRefusal = (state: SyncState): SyncState =>
  state.retryCount < MOST_RETRIES
    ? { ...state, retryCount: state.retryCount + 1 }
    : { ...state, status: 'failed' };

/** The state after an act; null where the act does not apply to this state, which then stands. */
export function nextSyncState(state: SyncState, act: SyncAct): SyncState | null {
  switch (act) {
    case 'accepted':
      return state.status === 'pending' ? { ...state, status: 'processed' } : null;
    case 'refused':
      return state.status === 'pending' ? afterRefusal(state) : null;
    case 'retry':
      return state.status === 'failed'
        ? { status: 'pending', retryCount: 0, discarded: false }
        : null;
    case 'discard':
      return state.status === 'failed' && !state.discarded ? { ...state, discarded: true } : null;
  }
}

/** How long to wait before the retry with this number, from 1; `random` in [0, 1) spreads it by a fifth. Milliseconds. */
export function pauseBefore(retry: number, random: () => number = Math.random): number {
  const pause = pauses[Math.min(Math.max(retry, 1), pauses.length) - 1] ?? pauses[0];
  return Math.round(pause * (0.9 + random() / 5));
}

/** Whether an application took what it was sent: any 2xx. Redirects are not followed and are no yes. */
export const isAccepted = (httpStatus: number): boolean => httpStatus >= 200 && httpStatus < 300;
