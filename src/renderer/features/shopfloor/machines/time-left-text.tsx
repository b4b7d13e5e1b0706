import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { useTicking } from '#lib/now.ts';
import { useFormats } from '#lib/use-formats.ts';
import { timeLeft } from './time-left.ts';
import type { SessionEnd } from './time-left.ts';
import styles from './time-left-text.module.css';

/** The time a session has left in words, read again by the page's one clock. */
function useTimeLeftText(): (session: SessionEnd) => string {
  const { t } = useTranslation('shopfloor');
  const formats = useFormats();
  return (session) => {
    const left = timeLeft(session, Date.now());
    switch (left.kind) {
      case 'over':
        return t(($) => $.timeLeft.over);
      case 'warned':
        return t(($) => $.timeLeft.left, { time: formats.duration(left.milliseconds) });
      case 'minutes':
        return t(($) => $.timeLeft.left, { time: formats.span(left.minutes * 60_000) });
    }
  };
}

/** How long a session still runs without activity; stands out from the warning on. */
export function TimeLeftText({ session }: { readonly session: SessionEnd }) {
  const words = useTimeLeftText();
  const kind = useTicking(() => timeLeft(session, Date.now()).kind);
  const text = useTicking(() => words(session));
  return (
    <span className={classNames(styles.left, kind !== 'minutes' && styles.warned)}>
      {kind !== 'minutes' && <TriangleAlert aria-hidden="true" />}
      {text}
    </span>
  );
}
