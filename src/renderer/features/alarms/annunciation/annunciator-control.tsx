import { BellOff, Volume2, VolumeX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '#lib/shortcuts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { MomentByPriority } from './annunciator.ts';
import { SoundSettings } from './sound-settings.tsx';
import { useAnnunciator } from './use-annunciator.ts';

/** Sounds while alarms wait, with what silences, and says when nothing can be heard. */
export function AnnunciatorControl({ waiting }: { readonly waiting: MomentByPriority }) {
  const { t } = useTranslation('annunciation');
  const { sounding, silence, sound } = useAnnunciator(waiting);
  const [open, setOpen] = useState(false);
  useShortcut(
    'F8',
    t(($) => $.silence),
    silence,
    { scope: 'global', enabled: sounding !== null },
  );
  const unheard = sound === 'blocked' || sound === 'missing' ? sound : null;
  return (
    <>
      <IconButton
        label={sound === null ? t(($) => $.off) : t(($) => $.settings.title)}
        onPress={() => setOpen(true)}
      >
        {sound === 'ready' ? <Volume2 /> : <VolumeX />}
      </IconButton>
      {unheard && <StatusBadge tone="warning">{t(($) => $.state[unheard])}</StatusBadge>}
      {!unheard && sounding !== null && (
        <Button size="small" icon={<BellOff aria-hidden />} shortcut="F8" onPress={silence}>
          {t(($) => $.silence)}
        </Button>
      )}
      <Dialog title={t(($) => $.settings.title)} open={open} onClose={() => setOpen(false)}>
        <SoundSettings />
      </Dialog>
    </>
  );
}
