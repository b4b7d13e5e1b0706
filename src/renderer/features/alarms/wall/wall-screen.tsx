import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useCan } from '#lib/session.ts';
import { useShortcut } from '#lib/shortcuts.ts';
import { Button } from '#ui/button.tsx';
import { AnnunciatorControl } from '../annunciation/annunciator-control.tsx';
import { FillButton } from './fill-button.tsx';
import { useWaiting } from './use-waiting.ts';
import { WallPicture } from './wall-picture.tsx';

/** The wall as a screen of somebody who is signed in. */
export function Screen() {
  return (
    <WallPicture
      controls={
        <>
          <WallSound />
          <WallButtons />
        </>
      }
    />
  );
}

/** Sounds what is urgent, where the station is set to sound. */
function WallSound() {
  const operates = useCan('alarm:acknowledge');
  const waiting = useWaiting();
  if (!waiting || !operates) return null;
  return <AnnunciatorControl waiting={waiting} />;
}

function WallButtons() {
  const { t } = useTranslation('alarmWall');
  const [, navigate] = useLocation();
  const leave = (): void => navigate('/alarms');
  useShortcut(
    'Escape',
    t(($) => $.leave),
    leave,
  );
  return (
    <>
      {document.fullscreenEnabled && <FillButton />}
      <Button variant="quiet" icon={<X aria-hidden />} shortcut="Esc" onPress={leave}>
        {t(($) => $.leave)}
      </Button>
    </>
  );
}
