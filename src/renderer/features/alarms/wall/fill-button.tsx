import { Maximize } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#ui/button.tsx';

// A page that may not fill the screen stays as it is; there is nothing else to do about it.
const fill = (): void => void document.documentElement.requestFullscreen().catch(() => undefined);

/** Lets the page fill the screen, where the browser allows it. */
export function FillButton() {
  const { t } = useTranslation('alarmWall');
  return (
    <Button variant="quiet" icon={<Maximize aria-hidden />} onPress={fill}>
      {t(($) => $.fill)}
    </Button>
  );
}
