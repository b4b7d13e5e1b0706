import { useTranslation } from 'react-i18next';
import type { Accessory } from '#contract/shopfloor/accessories.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Countdown } from '#ui/time.tsx';

/** Whether an output does not do what it is to do; a moment after an order that is no wonder. */
const deviates = ({ ioType, active, on, wanted }: Accessory): boolean =>
  ioType === 'output' && active && wanted !== null && on !== null && on !== wanted;

/** Whether somebody should look at an accessory. */
export const troubled = (accessory: Accessory): boolean =>
  accessory.active && (deviates(accessory) || !accessory.node.online);

/** On or off as shape, letter and word; a deviation from the order is said. */
export function AccessoryState({ accessory }: { readonly accessory: Accessory }) {
  const { t } = useTranslation(['safety', 'shopfloor']);
  const { active, on, wanted, node } = accessory;
  if (!active) return <StatusBadge tone="off">{t(($) => $.io.inactive)}</StatusBadge>;
  if (!node.online) {
    return (
      <StatusBadge tone="unknown" letter="N">
        {t(($) => $.state['node-offline'], { ns: 'shopfloor' })}
      </StatusBadge>
    );
  }
  if (on === null) return <StatusBadge tone="unknown">{t(($) => $.io.unknown)}</StatusBadge>;
  const word = t(($) => (on ? $.io.on : $.io.off));
  if (!deviates(accessory)) {
    return <StatusBadge tone={on ? 'active' : 'normal'}>{word}</StatusBadge>;
  }
  return (
    <StatusBadge tone="warning" letter="!">
      {word} · {t(($) => $.io.deviates, { wanted: t(($) => (wanted ? $.io.on : $.io.off)) })}
    </StatusBadge>
  );
}

/** What time alone changes next: a delay, a run-on or the end of a test. */
export function NextChange({ accessory }: { readonly accessory: Accessory }) {
  const { t } = useTranslation('safety');
  const { test, phase, phaseUntil, stopped, ioType } = accessory;
  if (ioType === 'output' && stopped) return t(($) => $.io.stopped);
  if (test) {
    return (
      <>
        {t(($) => $.io.trying)} <Countdown until={test.until} />
      </>
    );
  }
  if (phaseUntil === null || (phase !== 'starting' && phase !== 'run-on')) return null;
  return (
    <>
      {t(($) => $.io.phase[phase])} <Countdown until={phaseUntil} />
    </>
  );
}
