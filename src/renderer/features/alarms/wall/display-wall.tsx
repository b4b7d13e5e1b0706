import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useTicking } from '#lib/now.ts';
import { setPreferences, usePreferences } from '#lib/preferences.ts';
import type { Display } from '#lib/session.ts';
import { useFormats } from '#lib/use-formats.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import { useAnnunciator } from '../annunciation/use-annunciator.ts';
import type { MomentByPriority } from '../annunciation/annunciator.ts';
import { FillButton } from './fill-button.tsx';
import { useWaiting } from './use-waiting.ts';
import { WallPicture } from './wall-picture.tsx';

/** The wall of a display, at which nobody sits: no menu, nothing to leave for. */
export function DisplayWall({
  display: { name, sounds, expiresAt },
}: {
  readonly display: Display;
}) {
  return (
    <WallPicture
      place={name}
      controls={
        <>
          <EndsSoon at={expiresAt} />
          {sounds && <DisplaySound />}
          <FillWhereNotFilled />
        </>
      }
    />
  );
}

const DAY_MS = 86_400_000;
/** Early enough for somebody to notice and to ask for another code. */
const NOTICE_DAYS = 14;

/** Says on the picture that its right will end. */
function EndsSoon({ at }: { readonly at: string }) {
  const { t } = useTranslation('alarmWall');
  const formats = useFormats();
  const days = useTicking(() => Math.ceil((Date.parse(at) - Date.now()) / DAY_MS));
  if (days > NOTICE_DAYS) return null;
  return <StatusBadge tone="warning">{t(($) => $.endsOn, { day: formats.date(at) })}</StatusBadge>;
}

function DisplaySound() {
  const waiting = useWaiting();
  const off = usePreferences(({ alarmSound }) => alarmSound === 'off');
  // Its maker decides that it sounds, not who switched the browser's sound off before.
  useEffect(() => {
    if (off) setPreferences({ alarmSound: 'normal' });
  }, [off]);
  return waiting && <Sounding waiting={waiting} />;
}

/** Sounds until somebody acknowledges at a console, and says on the picture when it is not heard. */
function Sounding({ waiting }: { readonly waiting: MomentByPriority }) {
  const { t } = useTranslation('annunciation');
  const { sound } = useAnnunciator(waiting, { tells: false });
  if (sound !== 'blocked' && sound !== 'missing') return null;
  return <StatusBadge tone="warning">{t(($) => $.state[sound])}</StatusBadge>;
}

function onResize(wake: () => void): () => void {
  window.addEventListener('resize', wake);
  return () => window.removeEventListener('resize', wake);
}

/** A browser in kiosk mode fills the screen already. */
function FillWhereNotFilled() {
  const filled = useSyncExternalStore(onResize, () => window.innerHeight >= window.screen.height);
  return !filled && document.fullscreenEnabled && <FillButton />;
}
