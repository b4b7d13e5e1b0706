import { useTranslation } from 'react-i18next';
import type { CircuitState, EstopEvent } from '#contract/shopfloor/estops.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { StatusTone } from '#ui/status-badge.tsx';

/** How a circuit's state is drawn: its shape, and the letter in it. */
const looks: Readonly<
  Record<CircuitState, { readonly tone: StatusTone; readonly letter?: string }>
> = {
  normal: { tone: 'normal' },
  tripped: { tone: 'fault', letter: 'S' },
  'tripped-acked': { tone: 'fault', letter: 'A' },
  'reset-seen': { tone: 'warning', letter: 'R' },
  test: { tone: 'notice', letter: 'T' },
  unknown: { tone: 'unknown', letter: '?' },
};

/** The state of a stop circuit as shape, letter and word. */
export function CircuitBadge({ state }: { readonly state: CircuitState }) {
  const { t } = useTranslation('safety');
  return <StatusBadge {...looks[state]}>{t(($) => $.state[state])}</StatusBadge>;
}

/** Where a stop stands, by its own marks. */
export function stateOfStop(stop: EstopEvent): CircuitState {
  if (stop.type === 'test') return stop.resetAt === null ? 'test' : 'normal';
  if (stop.acknowledgedAt !== null) return stop.resetAt === null ? 'tripped-acked' : 'normal';
  return stop.resetAt === null ? 'tripped' : 'reset-seen';
}

/** What people call the place of a stop. */
export const placeOf = ({ zone, node }: EstopEvent): string => zone?.name ?? node?.name ?? '–';
