import { useTranslation } from 'react-i18next';
import type { EstopDrill } from '#contract/shopfloor/drills.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { StatusTone } from '#ui/status-badge.tsx';

interface Look {
  readonly tone: StatusTone;
  readonly letter?: string;
}

const looks: Readonly<Record<EstopDrill['status'], Look>> = {
  planned: { tone: 'normal' },
  running: { tone: 'notice', letter: 'T' },
  done: { tone: 'active', letter: 'P' },
  missed: { tone: 'warning', letter: 'M' },
  cancelled: { tone: 'off' },
};

/** Where a drill stands, or how it went, as shape, letter and word. */
export function DrillBadge({ drill }: { readonly drill: Pick<EstopDrill, 'status' | 'result'> }) {
  const { t } = useTranslation('safety');
  const { status, result } = drill;
  if (result === 'failed') {
    return (
      <StatusBadge tone="fault" letter="F">
        {t(($) => $.drillResult.failed)}
      </StatusBadge>
    );
  }
  const word = result === null ? t(($) => $.drillStatus[status]) : t(($) => $.drillResult[result]);
  return <StatusBadge {...looks[status]}>{word}</StatusBadge>;
}

/** What people call the place of a drill. */
export const drillPlace = ({ zone, node }: EstopDrill): string => zone?.name ?? node.name;
