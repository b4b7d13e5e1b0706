import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { useTicking } from '#lib/now.ts';
import { useFormats } from '#lib/use-formats.ts';
import { type SessionEnd, timeLeft } from '../machines/time-left.ts';
import styles from './station-screen.module.css';

/** How long the session still runs, by the second and large: readable from across the bay. */
export function BigCountdown({ session }: { readonly session: SessionEnd }) {
  const { t } = useTranslation('machineUse');
  const formats = useFormats();
  const kind = useTicking(() => timeLeft(session, Date.now()).kind);
  const seconds = useTicking(() =>
    Math.max(0, Math.ceil((Date.parse(session.endsAt) - Date.now()) / 1_000)),
  );
  return (
    <p className={classNames(styles.countdown, kind !== 'minutes' && styles.soon)} role="timer">
      {kind === 'over' ? (
        t(($) => $.station.over)
      ) : (
        <>
          <span className={styles.clock}>{formats.duration(seconds * 1_000)}</span>
          <span className={styles.unit}>{t(($) => $.station.left)}</span>
        </>
      )}
    </p>
  );
}
